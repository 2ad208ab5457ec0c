"""What the command line says, as values; no click here, so that a plain pipe does without it."""

from __future__ import annotations

from typing import NamedTuple


class Options(NamedTuple):
    """The options of `cleaner [clean]`; None or () where the user said nothing, so that the config file may speak."""

    paths: tuple[str, ...] = ()
    files_from: str | None = None
    null: bool = False
    output: str | None = None
    in_place: str | None = None
    preset: str | None = None
    config: str | None = None
    isolated: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    unsafe: bool | None = None
    rules: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    dictionaries: tuple[str, ...] = ()
    input_format: str | None = None
    encoding: str | None = None
    fields: tuple[str, ...] = ()
    html_to: str | None = None
    keep_originals: bool = False
    html_engine: str | None = None
    comments: str | None = None
    title: bool | None = None
    alt: bool = False
    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    keep_boilerplate_as: str | None = None
    by_site: bool = False
    log: str | None = None
    diff: bool = False
    check: bool = False
    stats: str | None = None
    jobs: int = 1
    resume: bool = False
    journal: str | None = None
    timeout: float = 120.0
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    no_ignore: bool = False
    line_buffered: bool = False
    quiet: int = 0
    verbose: int = 0
    progress: bool | None = None
    output_format: str | None = None
    exit_zero: bool = False
    show_suggestions: bool = False
    statistics: bool = False
    color: str = "auto"
    ignore_marks: bool = False
