"""Dictionaries of the user's own: what one of them knows is no misspelling.

A Hunspell dictionary is two files, `de_AT.dic` and `de_AT.aff`; the first letters of the name are the language. They are read by
spylls (`pip install "cleaner-text[languages]"`), when a text of the language has an unknown word: that takes seconds once a
process, and a look-up some milliseconds. Its suggestions are not asked for: they take seconds a word.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from cleaner.core.errors import ConfigError
from cleaner.models.languages.vocabulary import LANGUAGES
from cleaner.rulebook.packs import RuleSet

SETTING = "dictionaries"
CODE = re.compile(r"[a-z]{2}(?![a-zA-Z])")


def check_dictionaries(paths: Iterable[str]) -> None:
    """Raises ConfigError for a dictionary that is not there or whose language has no words here, and without spylls."""
    for path in paths:
        stem = _stem(path)
        for file in (stem.with_name(f"{stem.name}.dic"), stem.with_name(f"{stem.name}.aff")):
            if not file.is_file():
                raise ConfigError(f"there is no {file.name}", where=str(file.parent), remedy="a dictionary is a .dic and a .aff")
        if _language(stem) not in LANGUAGES:
            known = ", ".join(LANGUAGES)
            raise ConfigError(
                f"{stem.name} names no language whose words are judged", where="dictionaries", remedy=f"one of {known}"
            )
        if find_spec("spylls") is None:
            raise ConfigError("dictionaries need the package spylls", remedy='pip install "cleaner-text[languages]"')


def _stem(path: str) -> Path:
    found = Path(path)
    return found.with_suffix("") if found.suffix in (".dic", ".aff") else found


def _language(stem: Path) -> str:
    found = CODE.match(stem.name)
    return found.group() if found else ""


@cache
def _opened(stem: str) -> Any:
    from spylls.hunspell import Dictionary

    try:
        with warnings.catch_warnings():  # spylls leaves the files to the garbage collector
            warnings.simplefilter("ignore", ResourceWarning)
            return Dictionary.from_files(stem)
    except (OSError, ValueError, LookupError) as error:
        what, remedy = f"cannot read the dictionary: {error}", "Hunspell's format, .dic and .aff"
        raise ConfigError(what, where=stem, remedy=remedy) from error


def is_in_dictionary(rules: RuleSet, language: str, word: str) -> bool:
    """Whether one of the user's dictionaries of a language has a word, as written or in small letters."""
    stems = [stem for stem in map(_stem, rules.settings.get(SETTING, ())) if _language(stem) == language]
    return any(_opened(str(stem)).lookup(form) for stem in stems for form in dict.fromkeys((word, word.lower())))
