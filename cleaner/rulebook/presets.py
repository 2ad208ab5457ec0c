"""Presets: named chains of filters, from TOML.

    about = "Text from the web: encoding, characters, layout, boilerplate, typos."
    extends = "web"              # optional: start from another preset
    chain = ["encoding.mojibake", ...]   # all filters, in the order in which they run, selected or not
    select = ["encoding", "typos"]       # prefixes of rule ids or filter names that are on
    ignore = []
    unsafe = ["boilerplate"]             # prefixes whose unsafe edits are applied
    [settings."boilerplate.phrases"]     # settings that a filter declares
    keep_as = "boilerplate"

:class:`Selection` answers which rules are on; the longest prefix wins, and `ignore` wins a tie.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.core.errors import ConfigError
from cleaner.core.files import MOST_CONFIG, parse_toml, read_bounded
from cleaner.core.resources import rules_folder
from cleaner.rulebook.parsed_presets import PARSED

KEYS = ("about", "extends", "chain", "select", "ignore", "unsafe", "settings")


class Preset(NamedTuple):
    """A named chain; see the module docstring for the fields."""

    name: str
    about: str
    chain: tuple[str, ...]
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    unsafe: tuple[str, ...]
    settings: Mapping[str, Mapping[str, Any]]


def preset_names() -> list[str]:
    """Names of the shipped presets."""
    return sorted(path.stem for path in (rules_folder() / "presets").glob("*.toml"))


@lru_cache(maxsize=32)
def load_preset(name: str) -> Preset:
    """The shipped preset of a name, or the one in a file if the name ends in ".toml". Raises ConfigError."""
    path = Path(name) if name.endswith(".toml") else rules_folder() / "presets" / f"{name}.toml"
    if not path.exists():
        raise ConfigError(f"there is no preset {name!r}", remedy=f"one of {', '.join(preset_names())}")
    raw = read_bounded(path, MOST_CONFIG, "preset")
    return _make(PARSED.get(raw) or parse_toml(raw, "preset", str(path)), path)


def _make(table: Mapping[str, Any], path: Path) -> Preset:
    """The preset of a file, on top of the one that it extends."""
    unknown = [key for key in table if key not in KEYS]
    if unknown:
        raise ConfigError(f"unknown key {unknown[0]!r}", where=str(path), remedy=f"known: {', '.join(KEYS)}")
    base = load_preset(table["extends"]) if "extends" in table else None
    lists = {}
    for key in ("chain", "select", "ignore", "unsafe"):
        value = table.get(key, getattr(base, key) if base else ())
        if isinstance(value, str) or not all(isinstance(item, str) for item in value):
            raise ConfigError(f"{key} must be a list of strings", where=str(path))
        lists[key] = tuple(value)
    settings = {**(base.settings if base else {}), **table.get("settings", {})}
    return Preset(path.stem, str(table.get("about", "")), settings=settings, **lists)


class Selection:
    """Which rules are on, by prefixes of rule ids or filter names.

    >>> on = Selection(["encoding"], ["encoding.accents"])
    >>> on.allows("encoding.mojibake.cp1252", "encoding.mojibake"), on.allows("encoding.accents.consensus", "encoding.accents")
    (True, False)
    """

    def __init__(self, select: Iterable[str], ignore: Iterable[str] = ()) -> None:
        self.select = tuple(select)
        self.ignore = tuple(ignore)
        self._known: dict[tuple[str, str], bool] = {}

    def allows(self, rule: str, filter_name: str) -> bool:
        """Whether a rule of a filter is on."""
        key = (rule, filter_name)
        if key not in self._known:
            wanted = max(_match(self.select, rule), _match(self.select, filter_name))
            unwanted = max(_match(self.ignore, rule), _match(self.ignore, filter_name))
            self._known[key] = wanted > unwanted
        return self._known[key]

    def may_allow(self, filter_name: str, filters: Set[str] = frozenset()) -> bool:
        """Whether any rule of a filter could be on, and the whole filter is not off. Rules may be called by the family alone,
        so a prefix of the family counts, unless it speaks of another of the `filters`.

        >>> on = Selection(["layout.hyphens", "boilerplate.wordpress"])
        >>> [on.may_allow(name, {"layout.hyphens"}) for name in ("layout.hyphens", "layout.newlines", "boilerplate.phrases")]
        [True, False, True]
        """
        family = filter_name.split(".", maxsplit=1)[0]
        others = filters - {filter_name}
        own = [prefix for prefix in self.select if prefix.split(".")[0] in (family, "all") and not _is_in(prefix, others)]
        if not own:
            return False
        deepest = max(map(_depth, own))
        return _match(self.ignore, filter_name) < max(deepest, _match(self.select, filter_name))


def _is_in(prefix: str, filters: Set[str]) -> bool:
    """Whether a prefix is the name of a filter, or begins with one."""
    return any(prefix == name or prefix.startswith(f"{name}.") for name in filters)


def _depth(prefix: str) -> int:
    return 1 if prefix == "all" else prefix.count(".") + 2


def _match(prefixes: Iterable[str], name: str) -> int:
    """Depth of the longest prefix of a dotted name, 0 for none; "all" matches anything."""
    best = 0
    for prefix in prefixes:
        if prefix == "all" or name == prefix or name.startswith(prefix + "."):
            best = max(best, _depth(prefix))
    return best
