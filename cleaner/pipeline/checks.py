"""Options that nothing would read are errors: settings, packs for filters that take none, keys of rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cleaner.core.errors import ConfigError, RuleError, did_you_mean
from cleaner.filters import Filter
from cleaner.rulebook.packs import Pack

PAGES, DOCUMENTS = "html", "documents"  # the settings of pages and of other documents, which no filter of the chain reads
EVERY_RULE = ("measured", "false_per_10k", "needs")  # keys that rules of any filter may have, beside the required ones


def check_settings(settings: Mapping[str, Mapping[str, Any]], chain: Iterable[Filter]) -> None:
    """Raise ConfigError for settings of filters that are not there, and for settings that a filter does not read."""
    filters = {filter_.name: filter_ for filter_ in chain}
    for name, table in settings.items():
        if name == PAGES:
            from cleaner.html.extract import Settings

            Settings.read(table)
            continue
        if name == DOCUMENTS:
            from cleaner.documents.reading import check

            check(table)
            continue
        if name not in filters:
            remedy = did_you_mean(name, [*filters, PAGES, DOCUMENTS], "see cleaner rules list")
            raise ConfigError(f"settings of a filter that is not there: {name!r}", remedy=remedy)
        known = filters[name].settings
        for key in table:
            if key not in known:
                remedy = did_you_mean(key, known) if known else f"{name} has no settings"
                raise ConfigError(f"unknown setting {key!r}", where=name, remedy=remedy)
        if table.get("dictionaries"):
            from cleaner.filters._languages.dictionaries import check_dictionaries

            check_dictionaries(table["dictionaries"])


def check_packs(packs: Iterable[Pack], filters: Mapping[str, Filter]) -> None:
    """Raise ConfigError for packs of filters that take none, RuleError for keys that the filter of a rule does not read."""
    takers = [name for name, filter_ in filters.items() if filter_.takes_packs]
    for pack in packs:
        filter_ = filters.get(pack.filter)
        if filter_ is None:
            remedy = did_you_mean(pack.filter, filters)
            raise ConfigError(f"there is no filter {pack.filter!r}", where=f"rule pack {pack.name}", remedy=remedy)
        if not filter_.takes_packs:
            remedy = f"filters that do: {', '.join(takers)}"
            raise ConfigError(f"{pack.filter} reads no packs of users", where=f"rule pack {pack.name}", remedy=remedy)
        check_keys(pack, filter_)


def check_keys(pack: Pack, filter_: Filter) -> None:
    """Raise RuleError for a key of a rule that its filter does not read."""
    known = (*filter_.rules, *EVERY_RULE)
    for rule in pack.rules:
        for key in rule.data:
            if key not in known:
                remedy = did_you_mean(key, known)
                raise RuleError(f"unknown key {key!r}", where=f"{pack.name}: {rule.id}", remedy=remedy)


def check_languages(languages: tuple[str, ...]) -> tuple[str, ...]:
    """The languages as they were given. Raises ConfigError for one that has no vocabulary; English always has."""
    if languages:
        from cleaner.models.languages.vocabulary import LANGUAGES

        for language in languages:
            if language not in (*LANGUAGES, "en"):
                remedy = f"one of en, {', '.join(LANGUAGES)}; auto for all"
                raise ConfigError(f"there are no words of the language {language!r}", where="languages", remedy=remedy)
    return languages
