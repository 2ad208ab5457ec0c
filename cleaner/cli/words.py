"""The user's own words: files with one a line, which the typo filters leave alone, and how words are added to them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from cleaner.batch.output.atomic import write_file
from cleaner.cli.config_file import ConfigFile, load_config, read_words
from cleaner.core.errors import ConfigError

USUAL = "cleaner-words.txt"  # beside the config file, where none is named


def words_file(given: str | None, config: ConfigFile | None = None) -> Path:
    """The file that words are added to: the one given, else the first of the config file, else a usual name beside it."""
    if given:
        return Path(given)
    config = config or load_config(None)
    named = config.files("words")
    return named[0] if named else (config.path.parent if config.path else Path()) / USUAL


def add_words(words: Iterable[str], path: Path) -> list[str]:
    """Add words to a file, sorted in if it is sorted, else at its end; those that were not there. Raises ConfigError."""
    wanted = list(dict.fromkeys(_checked(word) for word in words))
    known = {word.lower() for word in read_words([path])} if path.exists() else set()
    new = [word for word in wanted if word.lower() not in known]
    if not new:
        return []
    lines = path.read_text(encoding="utf-8-sig").splitlines() if path.exists() else []
    plain = [line for line in lines if line.strip() and not line.startswith("#")]
    if plain == lines and lines == sorted(lines, key=str.lower):
        lines = sorted([*lines, *new], key=str.lower)
    else:
        lines += new
    write_file("".join(line + "\n" for line in lines).encode("utf-8"), path, keep=path.exists())
    return new


def _checked(word: str) -> str:
    word = word.strip()
    if not word or not word.isprintable() or "#" in word or len(word.split()) != 1:
        raise ConfigError(f"{word!r} is not a word", remedy="one word at a time, without #")
    return word


def is_used(path: Path, config: ConfigFile) -> bool:
    """Whether the config file names a word file."""
    return any(os.path.abspath(name) == os.path.abspath(path) for name in config.files("words"))
