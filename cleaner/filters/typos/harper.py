"""What Harper would say: a grammar checker written in Rust, as suggestions in the log.

Harper (Apache-2.0, `pip install "cleaner-text[harper]"`) finds much that nothing else here does, and wants 137 to 324 edits
in 10,000 words of clean prose, names and British spelling among them; so its findings are never made. The filter runs
where it is selected by name: `select=["typos", "typos.harper"]`. It reads about 25 KB a second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.core.errors import ConfigError
from cleaner.rulebook.packs import RuleSet

REPLACE, REMOVE = 0, 1  # harper.SuggestionKind; the third kind inserts after the span
SURROGATE = re.compile("[\ud800-\udfff]")


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """The first suggestion of every finding."""
    if document.language != "en":
        return
    text = SURROGATE.sub("\ufffd", document.text)  # what UTF-8 cannot hold; offsets stay
    found = rules.cached(make_linter).organized_lints(text, language="plaintext")
    for kind in sorted(found):
        for lint in found[kind]:
            start, end = lint.span.start, lint.span.end
            if lint.suggestions:
                meant = _meant(document.text[start:end], lint.suggestions[0])
                yield rules.edit(start, end, meant, "typos.harper.finding", f"{kind}: {lint.message}")


def make_linter(rules: RuleSet) -> Any:
    """Harper with its default rules, for the dialect that the setting `dialect` names ("american" unless it is given).

    Raises ConfigError if Harper is not installed or has no such dialect.
    """
    try:
        import harper
    except ImportError as error:
        remedy = 'pip install "cleaner-text[harper]"'
        raise ConfigError("typos.harper needs the package harper-py", remedy=remedy) from error
    name = str(rules.settings.get("dialect", "american")).upper()
    if name not in harper.Dialect.__members__:
        known = ", ".join(sorted(member.lower() for member in harper.Dialect.__members__))
        raise ConfigError(f"Harper has no dialect {name.lower()!r}", where="typos.harper", remedy=f"one of {known}")
    return harper.Linter(harper.Dialect[name])


def _meant(written: str, suggestion: Any) -> str:
    if int(suggestion.kind) == REMOVE:
        return ""
    replacement = suggestion.replacement_text or ""
    return replacement if int(suggestion.kind) == REPLACE else written + replacement
