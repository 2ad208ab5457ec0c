"""`cleaner.clean`: one text, by a Cleaner that is kept ready for the next."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, overload

from cleaner.core.errors import ConfigError
from cleaner.filters import Filter
from cleaner.pipeline.cleaner import Cleaner, names_of
from cleaner.pipeline.result import Result
from cleaner.rulebook.packs import Pack


@overload
def clean(
    data: str,
    *,
    preset: str = ...,
    select: Iterable[str] = ...,
    ignore: Iterable[str] = ...,
    unsafe: bool = ...,
    rules: Iterable[Pack | str | Path] = ...,
    filters: Iterable[Filter] = ...,
    words: Iterable[str] = ...,
    languages: Iterable[str] = ...,
    settings: Mapping[str, Mapping[str, Any]] | None = ...,
    input_format: str = ...,
    encoding: str | None = ...,
) -> Result[str]: ...


@overload
def clean(
    data: bytes,
    *,
    preset: str = ...,
    select: Iterable[str] = ...,
    ignore: Iterable[str] = ...,
    unsafe: bool = ...,
    rules: Iterable[Pack | str | Path] = ...,
    filters: Iterable[Filter] = ...,
    words: Iterable[str] = ...,
    languages: Iterable[str] = ...,
    settings: Mapping[str, Mapping[str, Any]] | None = ...,
    input_format: str = ...,
    encoding: str | None = ...,
) -> Result[bytes]: ...


def clean(
    data: str | bytes,
    *,
    preset: str = "web",
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    unsafe: bool = False,
    rules: Iterable[Pack | str | Path] = (),
    filters: Iterable[Filter] = (),
    words: Iterable[str] = (),
    languages: Iterable[str] = (),
    settings: Mapping[str, Mapping[str, Any]] | None = None,
    input_format: str = "auto",
    encoding: str | None = None,
) -> Result[Any]:
    """Clean one text or the bytes of one file; the options are those of :class:`Cleaner` and :meth:`Cleaner.clean`.

    >>> result = clean("The army to collapsed.\\n\\n%d bloggers like this:")
    >>> result.text
    'The army collapsed.'
    >>> result.undo()
    'The army to collapsed.\\n\\n%d bloggers like this:'

    Raises ConfigError for options that make no sense; never raises for what is in the data.
    """
    packs, plugins = tuple(rules), tuple(filters)
    if packs or plugins:  # not kept ready: whoever has packs or plug-ins of their own makes a Cleaner of them
        made = Cleaner(
            preset, select, ignore, unsafe, packs, filters=plugins, words=words, languages=languages, settings=settings
        )
    else:
        chosen, ignored = names_of(select, "select"), names_of(ignore, "ignore")
        made = _shared_cleaner(preset, chosen, ignored, bool(unsafe), frozenset(words), tuple(languages), _settings_key(settings))
    return made.clean(data, input_format=input_format, encoding=encoding)


@lru_cache(maxsize=16)
def _shared_cleaner(
    preset: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    unsafe: bool,
    words: frozenset[str],
    languages: tuple[str, ...],
    settings: str,
) -> Cleaner:
    """Compiling a chain costs more than cleaning a short text, and a Cleaner has no state that cleaning changes."""
    read = json.loads(settings) if settings else None
    return Cleaner(preset, select, ignore, unsafe, words=words, languages=languages, settings=read)


def _settings_key(settings: Mapping[str, Any] | None) -> str:
    """Settings as a key of a cache: JSON. Raises ConfigError for values that TOML could not hold either."""
    try:
        return json.dumps(settings, sort_keys=True) if settings else ""
    except (TypeError, ValueError) as error:
        raise ConfigError(f"settings must be plain values: {error}", remedy="texts, numbers, lists, tables") from error
