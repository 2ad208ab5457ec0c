"""The config file: `--config FILE`, else the nearest `cleaner.toml` or `pyproject.toml` with `[tool.cleaner]`.

It is looked for in the working directory and the folders above it, as ruff does; `cleaner.toml` wins over
`pyproject.toml` in the same folder, and nothing is merged. Options of the command line win over the file. Paths in the
file count from its own folder.

    preset = "web"
    select = ["encoding"]          # replaces what the preset turns on
    ignore = ["typos.grammar"]
    unsafe = false
    rules = ["my-rules.toml"]      # further rule packs
    encoding = "cp1252"            # instead of detection
    input-format = "auto"
    fields = ["text"]
    dictionaries = ["de_AT.dic"]   # Hunspell dictionaries whose words are right
    [words]
    keep = ["Iraqi", "Kubernetes"] # words that the typo filters leave alone
    files = ["words.txt"]          # the same, one a line
    [html]
    to = "markdown"
    [per-file-ignores]
    "docs/old/*.md" = ["typos"]    # rules that are off for some files
    [settings."boilerplate.phrases"]
    keep_as = "boilerplate"        # what a filter declares, see `cleaner rules explain`

A file that was found rather than given is that of a project which may not be trusted: it cannot name files outside of its
folder, and pipes, devices and files of an unreasonable size are refused. Nothing in any config file runs code.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.core.errors import ConfigError
from cleaner.core.files import MOST_CONFIG, MOST_PACK, inside, parse_toml, read_bounded

LISTS = ("select", "ignore", "rules", "fields", "languages", "dictionaries")
TEXTS = ("preset", "encoding", "input-format")
TABLES = ("words", "html", "settings", "per-file-ignores")
HTML = ("to", "engine", "keep", "drop")
KEYS = (*TEXTS, *LISTS, "unsafe", *TABLES)
MARK = b"[tool.cleaner"  # a pyproject.toml without it is not parsed: parsing one costs as much as cleaning a page

TEMPLATE = """\
# Configuration of cleaner; see docs/cli.md. Options of the command line win over this file.
preset = "web"          # cleaner rules list --presets
# select = ["encoding"] # replaces what the preset turns on: prefixes of rule ids
# ignore = ["typos.grammar"]
# unsafe = false        # apply unsafe edits too
# rules = ["my-rules.toml"]

[words]
keep = []               # words that the typo filters leave alone
# files = ["words.txt"]
"""


class ConfigFile(NamedTuple):
    """A config file: where, what is in it (the keys of the module docstring), and whether the user named it."""

    path: Path | None
    values: dict[str, Any]
    given: bool = False

    def files(self, key: str) -> list[Path]:
        """The files that a key names. Raises ConfigError if they are outside of the folder of a file that was found."""
        if self.path is None:
            return []
        value = self.values.get("words", {}).get("files", ()) if key == "words" else self.values.get(key, ())
        folder = self.path.parent
        paths = [folder / name for name in ([value] if isinstance(value, str) else value)]
        for path in paths:
            if not self.given and not inside(path, folder):
                what = f"{key} names {path}, which is outside of the project"
                raise ConfigError(what, where=str(self.path), remedy=f"--config {self.path} if you trust it, or --isolated")
        return paths


def find_config(folder: Path) -> Path | None:
    """The config file that holds in a folder."""
    for place in (folder, *folder.parents):
        own = place / "cleaner.toml"
        if own.is_file():
            return own
        project = place / "pyproject.toml"
        if project.is_file() and _has_section(project):
            return project
    return None


def _has_section(path: Path) -> bool:
    try:
        return MARK in read_bounded(path, MOST_CONFIG, "config file")
    except ConfigError:
        return False


def _here() -> Path:
    """The folder that the command was started in; the root where it is there no more, as behind a script that removed it."""
    try:
        return Path.cwd()
    except OSError:
        return Path(os.sep)


def load_config(given: str | None, isolated: bool = False) -> ConfigFile:
    """The file that was given, else the one that is found, else nothing. Raises ConfigError."""
    path = Path(given) if given else None if isolated else find_config(_here())
    if path is None:
        return ConfigFile(None, {})
    try:
        data = read_bounded(path, MOST_CONFIG, "config file", special=bool(given))
    except ConfigError as error:
        remedy = "cleaner config init writes one" if error.what.startswith("there is no") else "--isolated reads none"
        raise ConfigError(error.what, where=error.where, remedy=remedy) from error
    table = parse_toml(data, "config file", str(path))
    if path.name == "pyproject.toml":
        table = table.get("tool", {}).get("cleaner", {})
    if _holds_nul(table):
        raise ConfigError("a text holds NUL, which no name of a file has", where=str(path))
    return ConfigFile(path, check(table, str(path)), bool(given))


def _holds_nul(table: dict[str, Any]) -> bool:
    """Whether any text of a table, which may be nested deeper than calls may be, holds NUL.

    >>> _holds_nul({"rules": ["a.toml", "b" + chr(0)]}), _holds_nul({"html": {"title": True}})
    (True, False)
    """
    left: list[Any] = [table]
    while left:
        value = left.pop()
        if isinstance(value, str) and "\0" in value:
            return True
        left += [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else []
    return False


def check(table: dict[str, Any], where: str) -> dict[str, Any]:
    """The table, if its keys and types are ours. Raises ConfigError naming the key."""
    for key, value in table.items():
        known(key, KEYS, "key", where)
        if key in LISTS and not _is_list(value):
            raise ConfigError(f"{key} must be a list of strings", where=where)
        if key in TEXTS and not isinstance(value, str):
            raise ConfigError(f"{key} must be a string", where=where)
        if key in TABLES and not isinstance(value, dict):
            raise ConfigError(f"{key} must be a table", where=where)
        if key == "unsafe" and not isinstance(value, bool):
            raise ConfigError("unsafe must be true or false", where=where)
    words = table.get("words", {})
    if any(key not in ("keep", "files") or not _is_list(value) for key, value in words.items()):
        raise ConfigError("[words] has lists keep and files", where=where)
    if any(not _is_list(value) for value in table.get("per-file-ignores", {}).values()):
        raise ConfigError('[per-file-ignores] has lists of rules by glob, "docs/*.md" = ["typos"]', where=where)
    for key in table.get("html", {}):
        known(key, HTML, "html key", where)
    if not all(isinstance(value, dict) for value in table.get("settings", {}).values()):
        raise ConfigError('settings are tables by filter, [settings."family.name"]', where=where)
    return table


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def known(key: str, keys: Sequence[str], what: str, where: str) -> None:
    """Raises ConfigError, naming the nearest one, if a key is none of those that there are."""
    if key not in keys:
        from difflib import get_close_matches

        near = get_close_matches(key, keys, 1)
        remedy = f"did you mean {near[0]}?" if near else f"known: {', '.join(keys)}"
        raise ConfigError(f"unknown {what} {key!r}", where=where, remedy=remedy)


def read_words(paths: Iterable[Path], named: bool = False) -> list[str]:
    """Words from files with one a line; `#` begins a comment. The user `named` them, or a config file. Raises ConfigError."""
    words = []
    for path in paths:
        try:
            text = read_bounded(path, MOST_PACK, "word list", special=named).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ConfigError("cannot read the word list: not UTF-8", where=str(path)) from error
        words += [word for line in text.splitlines() if (word := line.split("#", 1)[0].strip())]
    return words
