"""The built-in filters and what each declares, and the filters of installed packages.

A built-in filter `typos.doubled` is the module `cleaner/filters/typos/doubled.py`; its function `propose` is imported when
a chain runs it. The order in which filters run is that of a preset (`rules/presets/*.toml`).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from functools import cache
from typing import Any

from cleaner.core.errors import ConfigError, did_you_mean
from cleaner.filters.boilerplate._evidence.signs import from_archive, lines_of_page, mailed, pasted
from cleaner.filters.definition import Filter, ImportedLater
from cleaner.filters.triggers import (
    accented_letters,
    ampersand,
    apart_letters,
    apostrophe_stops,
    arabic_forms,
    articles,
    backslash,
    candidates_or_an,
    codec_pair_stops,
    distant_words,
    doubled_words,
    doubtful_in_other_languages,
    drawn_out,
    equals_sign,
    form_feed,
    function_words,
    hyphen_at_line_end,
    in_other_languages,
    infinitives,
    listed,
    lost_apostrophes,
    mojibake_stops,
    near,
    never,
    odd_characters,
    other_letters,
    parted_words,
    phrase_lines,
    phrases,
    pieces_of_words,
    pieces_or_codes,
    spacing_accents,
    surrogates,
    taken_words,
    two_scripts,
    unknown_words,
    verb_forms,
    wide_gap,
)

GROUP = "cleaner.filters"  # entry points of installed packages
KEEP_AS = {"keep_as": "a tag that marks lines of boilerplate instead of removing them"}


def _built_in(name: str, **declared: Any) -> Filter:
    return Filter(name, ImportedLater("cleaner.filters." + name.replace("-", "_")), **declared)


BUILT_IN = {
    filter_.name: filter_
    for filter_ in (
        _built_in("characters.entities", trigger=ampersand),
        _built_in("characters.controls", trigger=odd_characters),
        _built_in("characters.invisibles", trigger=odd_characters),
        _built_in("characters.ligatures", trigger=odd_characters),
        _built_in("characters.split-ligatures", trigger=pieces_or_codes),
        _built_in("characters.lost-ligatures", trigger=pieces_of_words, word_level=True),
        _built_in("characters.composition", trigger=apart_letters),
        _built_in("encoding.surrogates", trigger=surrogates),
        _built_in("encoding.quoted-printable", trigger=equals_sign),
        _built_in("encoding.escapes", trigger=backslash),
        _built_in("encoding.mojibake", trigger=mojibake_stops),
        _built_in("encoding.codec-pairs", trigger=codec_pair_stops, rules=("written", "read")),
        _built_in("encoding.apostrophes", trigger=apostrophe_stops, word_level=True),
        _built_in("encoding.spacing-accents", trigger=spacing_accents, word_level=True),
        _built_in("encoding.presentation-forms", trigger=arabic_forms),
        _built_in("encoding.homoglyphs", trigger=two_scripts, word_level=True, rules=("written", "read")),
        _built_in("encoding.accents", trigger=accented_letters, word_level=True),
        _built_in("boilerplate.paste", trigger=pasted),
        _built_in("boilerplate.books", trigger=from_archive),
        _built_in(
            "boilerplate.mail",
            trigger=mailed,
            settings=KEEP_AS,
            rules=("templates", "devices", "phrases", "attributions", "titles", "headers", "opens", "signs", "weak", "whole"),
        ),
        _built_in(
            "boilerplate.site", trigger=never, settings=KEEP_AS, rules=("phrases", "support", "pages", "seen"), takes_packs=True
        ),
        _built_in("boilerplate.structure", trigger=lines_of_page, settings=KEEP_AS, rules=("homes", "labels")),
        _built_in(
            "boilerplate.phrases",
            trigger=phrase_lines,
            settings=KEEP_AS,
            rules=("phrases", "beside", "between", "company"),
            takes_packs=True,
        ),
        _built_in("layout.newlines"),
        _built_in("layout.running-heads", trigger=form_feed),
        _built_in("layout.columns", trigger=wide_gap),
        _built_in("layout.letter-spacing"),
        _built_in("layout.hyphens", trigger=hyphen_at_line_end, word_level=True),
        _built_in("layout.paragraphs"),
        _built_in("typography.quotes"),
        _built_in("typography.width"),
        _built_in("typography.spaces"),
        _built_in("typography.compatibility"),
        _built_in("transliterate.ascii", settings={"language": "language whose letters are spelled out: de, da, ..."}),
        _built_in("boilerplate.subtitles", runs="on request", rules=("begins",)),
        _built_in("characters.capital-i", runs="on request"),
        _built_in("characters.ocr", word_level=False, runs="on request", rules=("confusions",)),
        _built_in("typos.misspellings", trigger=listed, rules=("misspellings",), takes_packs=True, word_level=True),
        _built_in("typos.spacing", trigger=candidates_or_an, word_level=True, rules=("terms",)),
        _built_in("typos.doubled", trigger=doubled_words, word_level=True),
        _built_in(
            "typos.grammar",
            trigger=infinitives,
            trigger_unsafe=verb_forms,
            word_level=True,
            reach_lines=2,
            rules=(
                "takes_no_infinitive",
                "infinitive_after",
                "relates_by_to",
                "who_to_after",
                "either_after",
                "leaves_to_behind",
                "object_and_infinitive_after",
            ),
        ),
        _built_in("typos.confusions", trigger=phrases, word_level=True),  # it counts the words of the whole text
        _built_in("typos.articles", trigger=articles, word_level=True, reach_lines=2),
        _built_in("typos.speller", trigger=near, trigger_unsafe=unknown_words, word_level=True),
        _built_in("typos.distant", trigger=listed, trigger_unsafe=distant_words, word_level=True),
        _built_in(
            "typos.words",
            word_level=True,
            trigger=doubtful_in_other_languages,
            trigger_unsafe=in_other_languages,
            settings={
                "languages": "languages whose words are judged: de, fr, ...; all that there are if none is named",
                "dictionaries": "Hunspell dictionaries of your own, de_AT.dic beside de_AT.aff: their words are no errors",
            },
        ),
        _built_in(
            "typos.ranker",
            word_level=True,
            trigger=listed,
            trigger_unsafe=taken_words,
            rules=("sets", "budget", "useful", "uses", "spare"),
        ),
        _built_in(
            "typos.possessives", trigger=lost_apostrophes, word_level=True, runs="unsafe", rules=("uses", "budget", "margin")
        ),
        _built_in(
            "typos.compounds", trigger=parted_words, word_level=True, runs="unsafe", rules=("apart", "uses", "budget", "margin")
        ),
        _built_in("typos.real-words", trigger=other_letters, word_level=True, runs="unsafe", rules=("uses", "budget", "margin")),
        _built_in(
            "typos.function-words",
            trigger=function_words,
            word_level=True,
            runs="unsafe",
            rules=("budget", "words", "useful", "uses", "spare"),
        ),
        _built_in("typos.elongations", trigger=drawn_out, word_level=True, runs="unsafe"),
        _built_in("typos.harper", word_level=True, runs="on request", settings={"dialect": "american, british, ..."}),
        _built_in("typos.quire", word_level=True, runs="on request"),
    )
}


# What reads rules about pages: no filter of a chain, for pages are turned into text before it, but packs name it as one.
PAGES = {
    "html.containers": Filter("html.containers", ImportedLater("cleaner.html"), rules=("selectors", "settings"), takes_packs=True)
}


def built_in(name: str) -> Filter:
    """The built-in filter of a name. Raises ConfigError if there is none."""
    try:
        return BUILT_IN[name]
    except KeyError:
        remedy = did_you_mean(name, BUILT_IN, "see cleaner rules list")
        raise ConfigError(f"there is no filter {name!r}", remedy=remedy) from None


def load_filter(place: str) -> Filter:
    """The filter of `package.module:name`, as `--filter` takes it. Raises ConfigError."""
    from importlib import import_module

    module, _, name = place.partition(":")
    try:
        found = getattr(import_module(module), name or "", None)
    except (ImportError, SyntaxError, TypeError, ValueError) as error:  # no module, no Python, a relative name, an empty one
        raise ConfigError(f"cannot import {module}: {error}", where="--filter", remedy="package.module:name") from error
    if not isinstance(found, Filter):
        raise ConfigError(f"{place!r} is no filter", where="--filter", remedy="a function with the decorator cleaner.filter")
    return found


@cache
def installed() -> tuple[Filter, ...]:
    """Filters of installed packages (entry points in the group `cleaner.filters`), by name; looked for once a process.

    `importlib.metadata` takes as long to import as half of click, so a glance at the installed packages comes first.
    """
    if not any(map(_mentions_group, sys.path)):
        return ()
    from importlib.metadata import entry_points

    found = []
    for point in entry_points(group=GROUP):
        loaded = point.load()
        if not isinstance(loaded, Filter):
            raise ConfigError("the entry point is no cleaner.Filter", where=f"{GROUP}: {point.name} = {point.value}")
        found.append(loaded)
    return tuple(sorted(found, key=lambda filter_: filter_.name))


def _mentions_group(folder: str) -> bool:
    """Whether a package in a folder has an entry point of the group; with `pathlib` this took a tenth of a start."""
    try:
        with os.scandir(folder or ".") as entries:
            packages = [entry.path for entry in entries if entry.name.endswith("-info")]
    except OSError:  # no folder, but a zip, or nothing
        return False
    return any(f"[{GROUP}]" in _entry_points(package) for package in packages)


def _entry_points(package: str) -> str:
    try:
        with open(os.path.join(package, "entry_points.txt"), encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""


def ordered(chain: Iterable[str], plugins: Iterable[Filter]) -> list[Filter]:
    """The filters of a chain with plug-ins at their places. Raises ConfigError for names that are taken or unknown."""
    found = [built_in(name) for name in chain]
    for plugin in plugins:
        names = [filter_.name for filter_ in found]
        if plugin.name in names or plugin.name in BUILT_IN:
            raise ConfigError(f"there are two filters of the name {plugin.name!r}", remedy="rename one")
        found.insert(_place(plugin, names), plugin)
    return found


def _place(plugin: Filter, names: list[str]) -> int:
    wanted = plugin.before or plugin.after
    if not wanted:
        return len(names)
    at = [k for k, name in enumerate(names) if name == wanted or name.startswith(wanted + ".")]
    if not at:
        known = {*names, *(name.split(".")[0] for name in names)}
        raise ConfigError(f"no filter {wanted!r} to run beside", where=plugin.name, remedy=did_you_mean(wanted, known))
    return at[0] if plugin.before else at[-1] + 1
