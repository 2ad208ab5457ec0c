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
    [words]
    keep = ["Iraqi", "Kubernetes"] # words that the typo filters leave alone
    files = ["words.txt"]          # the same, one a line
    [html]
    to = "markdown"
    [settings."boilerplate.phrases"]
    keep_as = "boilerplate"        # what a filter declares, see `cleaner rules explain`
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from cleaner.core.errors import ConfigError

LISTS = ("select", "ignore", "rules", "fields")
TEXTS = ("preset", "encoding", "input-format")
TABLES = ("words", "html", "settings")
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
    """A config file that was found: where, and what is in it (the keys of the module docstring)."""

    path: Path | None
    values: dict[str, Any]


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
        return MARK in path.read_bytes()
    except OSError:
        return False


def load_config(given: str | None, isolated: bool = False) -> ConfigFile:
    """The file that was given, else the one that is found, else nothing. Raises ConfigError."""
    path = Path(given) if given else None if isolated else find_config(Path.cwd())
    if path is None:
        return ConfigFile(None, {})
    import tomllib

    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigError("there is no such config file", where=str(path), remedy="cleaner config init writes one") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"cannot read the config file: {error}", where=str(path)) from error
    if path.name == "pyproject.toml":
        table = table.get("tool", {}).get("cleaner", {})
    return ConfigFile(path, check(table, str(path)))


def check(table: dict[str, Any], where: str) -> dict[str, Any]:
    """The table, if its keys and types are ours. Raises ConfigError naming the key."""
    for key, value in table.items():
        if key not in KEYS:
            from difflib import get_close_matches

            near = get_close_matches(key, KEYS, 1)
            remedy = f"did you mean {near[0]}?" if near else f"known: {', '.join(KEYS)}"
            raise ConfigError(f"unknown key {key!r}", where=where, remedy=remedy)
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
    if not all(isinstance(value, dict) for value in table.get("settings", {}).values()):
        raise ConfigError('settings are tables by filter, [settings."family.name"]', where=where)
    return table


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def read_words(paths: list[Path]) -> list[str]:
    """Words from files with one a line; `#` begins a comment. Raises ConfigError."""
    words = []
    for path in paths:
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "not UTF-8"
            raise ConfigError(f"cannot read the word list: {why}", where=str(path)) from error
        words += [word for line in text.splitlines() if (word := line.split("#", 1)[0].strip())]
    return words
