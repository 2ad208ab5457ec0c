"""What the tagger of quire-grammar would say: a small neural model of English corrections, as suggestions in the log.

quire-grammar (MIT) with its model (Apache-2.0; `pip install "cleaner-text[quire]"`, about 66 MB and onnxruntime) is the
most precise of the free taggers, and reads about 3 KB a second; so it runs where it is selected by name,
`select=["typos", "typos.quire"]`, and its findings are only suggested. The model sees about a hundred words at a time:
each line goes to it on its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.core.errors import ConfigError
from cleaner.rulebook.packs import RuleSet

PARTS = ("quire_grammar", "quire_grammar_model", "onnxruntime", "tokenizers")
LONGEST = 500  # code points given to the model at a time: about a hundred words
PIECE = re.compile(rf"[^\n]{{1,{LONGEST}}}(?=[ \n]|\Z)|[^\n]{{1,{LONGEST}}}")
SURROGATE = re.compile("[\ud800-\udfff]")


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """The first suggestion of every finding; matters of style are left out."""
    if document.language != "en":
        return
    check = rules.cached(load_check)
    for piece in PIECE.finditer(SURROGATE.sub("\ufffd", document.text)):
        for found in check(piece.group()):
            if found.suggestions:
                start, end = piece.start() + found.start, piece.start() + found.end
                yield rules.edit(start, end, found.suggestions[0], "typos.quire.finding", f"{found.rule_id}: {found.message}")


def load_check(rules: RuleSet) -> Callable[[str], list[Any]]:
    """The checker with its model. Raises ConfigError if a part of it is not installed."""
    from importlib.util import find_spec

    missing = [name for name in PARTS if find_spec(name) is None]
    if missing:
        remedy = 'pip install "cleaner-text[quire]"'
        raise ConfigError(f"typos.quire needs the package {missing[0].replace('_', '-')}", remedy=remedy)
    from quire_grammar import check

    return lambda text: list(check(text, disable=["style"]))
