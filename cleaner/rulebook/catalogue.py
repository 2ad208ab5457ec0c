"""Which rules there are: for checking prefixes, and for `cleaner rules`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cleaner.core.errors import ConfigError, did_you_mean
from cleaner.rulebook.packs import Pack, Rule, filters_with_packs, pack_files, read_pack


def shipped_rules(prefix: str = "") -> Iterator[Rule]:
    """All rules of the shipped packs whose id or filter has a prefix."""
    family = prefix.split(".", maxsplit=1)[0]
    for filter_name in filters_with_packs():
        if family and filter_name.split(".")[0] != family:
            continue
        for path in pack_files(filter_name):
            for rule in read_pack(path, filter_name).rules:
                if not prefix or is_prefix(prefix, rule.id) or is_prefix(prefix, rule.filter):
                    yield rule


def is_prefix(prefix: str, name: str) -> bool:
    """Whether a dotted name is, or lies below, a prefix.

    >>> is_prefix("typos", "typos.grammar"), is_prefix("typo", "typos.grammar")
    (True, False)
    """
    return prefix in ("all", name) or name.startswith(prefix + ".")


def known_prefix(prefix: str, where: str = "") -> None:
    """Raise ConfigError, naming the nearest, for a prefix that no shipped rule or filter has."""
    if any(True for _ in shipped_rules(prefix)):
        return
    from difflib import get_close_matches

    names = {rule.id for rule in shipped_rules()} | {rule.filter for rule in shipped_rules()}
    near = get_close_matches(prefix, names | {name.split(".")[0] for name in names}, 1)
    remedy = f"did you mean {near[0]}?" if near else "see cleaner rules list"
    raise ConfigError(f"unknown rule {prefix!r}", where=where, remedy=remedy)


def check_prefixes(prefixes: Iterable[str], chain: Sequence[str], plugins: Sequence[str], packs: Sequence[Pack]) -> None:
    """Raise ConfigError for a prefix that no rule and no filter has; it names the nearest that there is."""
    names = [*chain, *plugins, *(rule.id for pack in packs for rule in pack.rules)]
    for prefix in prefixes:
        if any(is_prefix(prefix, name) for name in names) or any(True for _ in shipped_rules(prefix)):
            continue
        if any(is_prefix(name, prefix) for name in plugins):
            continue  # the ids of a plug-in's rules are not listed anywhere
        known = {*names, *(rule.id for rule in shipped_rules())}
        remedy = did_you_mean(prefix, known | {name.split(".")[0] for name in known}, "see cleaner rules list")
        raise ConfigError(f"unknown rule {prefix!r}", remedy=remedy)
