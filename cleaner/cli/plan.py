"""`cleaner clean`: what goes where, and whether it may, before anything is opened."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cleaner.cli.values import Options
from cleaner.core.errors import ConfigError, InputError

if TYPE_CHECKING:
    from cleaner.batch.discovery import Finder
    from cleaner.formats.job import Job

STDIN = "-"
LOG_SUFFIXES = ("", ".jsonl", ".ndjson", ".parquet")  # before that of a compression


class Plan(NamedTuple):
    """Where everything of a run goes: `special` is a pipe or device that takes the text, `root` the folder of a mirrored tree."""

    finder: Finder
    several: bool
    journal: Path | None
    special: str
    root: str


def check_options(options: Options, paths: tuple[str, ...]) -> None:
    """Combinations that make no sense. Raises ConfigError."""
    writes = [flag for flag, on in (("-o", options.output), ("-i", options.in_place is not None)) if on]
    looks = [flag for flag, on in (("--diff", options.diff), ("--check", options.check)) if on]
    if len(writes) > 1 or len(looks) > 1 or (writes and looks):
        raise ConfigError(f"{' and '.join(writes + looks)} exclude each other")
    if options.in_place is not None and STDIN in paths:
        raise ConfigError("standard input cannot be cleaned in place")
    if options.in_place and os.sep in options.in_place:
        raise ConfigError(f"{options.in_place!r} is no suffix", remedy="-i.bak keeps the old files")
    if options.resume and not writes:
        raise ConfigError("--resume needs -o or -i")
    if paths.count(STDIN) + (options.files_from == STDIN) > 1:
        raise ConfigError("standard input can be read once only")
    if not writes and not looks:
        for path in paths:
            if path != STDIN and os.path.isdir(path):
                raise ConfigError("this is a folder", where=path, remedy="-o DIR, -i, --diff or --check says what to do with it")
    _check_log(options, bool(writes))


def _check_log(options: Options, writes: bool) -> None:
    """The log is written in the format that its name says, and where it can be."""
    from cleaner.formats.compression import split_suffix

    log = options.log
    if not log:
        return
    if log == STDIN:
        if not writes or STDIN in (options.output or ""):
            raise ConfigError("standard output has the text already", remedy="--log FILE, or -o FILE for the text")
        return
    if log.endswith(os.sep) or os.path.isdir(log):
        return
    if split_suffix(log)[0].lower() not in LOG_SUFFIXES and not _is_special(log):
        suffix = split_suffix(log)[0]
        remedy = "--log FILE.jsonl; cleaner log convert makes the other formats of it"
        raise ConfigError(f"a log cannot be written as {suffix}", where=log, remedy=remedy)
    folder = os.path.dirname(os.path.realpath(log))
    if not os.path.isdir(folder):
        raise InputError("the log cannot be written: no such file or directory", where=log)


def _is_special(path: str) -> bool:
    from cleaner.batch.output.atomic import is_special

    return is_special(path)


def make_plan(options: Options, job: Job, paths: tuple[str, ...], reads: tuple[str, ...], journaled: bool) -> Plan:
    """The plan of a batch; `reads` are further files that are read, such as the configuration.

    Raises ConfigError if what is read and what is written meet anywhere; nothing has been touched then.
    """
    from cleaner.batch.discovery import Finder, Where
    from cleaner.batch.ignore import Ignore
    from cleaner.batch.output.access import resolved
    from cleaner.batch.output.atomic import is_special

    several = len(paths) > 1 or options.files_from is not None or any(os.path.isdir(path) for path in paths)
    output, special = options.output, ""
    if output and is_special(output):
        if several and any(os.path.isdir(path) for path in paths):
            raise ConfigError("a tree needs a folder for its outputs", where=output, remedy="this is a pipe or a device")
        where, special = Where(), output
    elif output and (several or os.path.isdir(output) or output.endswith(os.sep)):
        if os.path.exists(output) and not os.path.isdir(output):
            raise ConfigError("several inputs need a folder for their outputs", where=output, remedy="this is a file")
        where = Where(folder=output.rstrip(os.sep) or os.sep)
    elif output:
        where = Where(file=str(resolved(output)) if os.path.islink(output) else output)
    else:
        where = Where(in_place=options.in_place is not None)
    html = job.cleaner.options["settings"].get("html", {})
    ignore = Ignore(not options.no_ignore, options.include, options.exclude)
    journal = _journal_path(options, paths) if journaled and not special else None
    reserved = frozenset(os.path.realpath(path) for path in (options.log, journal) if path and str(path) != STDIN)
    finder = Finder(
        where,
        input_format=job.input_format,
        page_to=html.get("to", "text"),
        ignore=ignore,
        several=len(paths) > 1,
        reserved=reserved,
    )
    _guard(options, finder, paths, reads, journal)
    return Plan(finder, several, journal, special, where.folder)


def _journal_path(options: Options, paths: tuple[str, ...]) -> Path:
    if options.journal:
        return Path(options.journal)
    base = options.output or (paths[0] if paths else "files")
    return Path(os.path.abspath(base) + ".journal.jsonl")


def _guard(options: Options, finder: Finder, paths: tuple[str, ...], reads: tuple[str, ...], journal: Path | None) -> None:
    """All paths of the run compared with each other."""
    from cleaner.batch.output.guard import Guard, mirrors_over_itself
    from cleaner.formats import kind_of
    from cleaner.formats.compression import split_suffix
    from cleaner.formats.kinds import may_stay_in_place

    guard = Guard()
    for path in reads:
        guard.reads(path, "the file")
    for path in paths:
        if options.in_place is None or os.path.isdir(path):
            guard.reads(path)
            continue
        guard.writes_over(path)
        suffix = split_suffix(path)[0]
        if os.path.exists(path) and not may_stay_in_place(kind_of(suffix, finder.input_format), suffix):
            what = "a page would be replaced by its text, under the same name"
            raise ConfigError(what, where=path, remedy="-o writes the text elsewhere, with --html-to markdown if you like")
        if os.path.exists(path) and _is_special(path):
            raise ConfigError("only files can be cleaned in place", where=path, remedy="-o FILE")
    if finder.where.folder:
        guard.writes(finder.where.folder, "the output")
    for path, target in finder.targets(paths) if options.output else ():
        if target and target != finder.where.folder:
            guard.writes(target)
        if os.path.isdir(path) and target and mirrors_over_itself(path, target):
            raise ConfigError(f"the output {target} would be written over this input", where=path, remedy="another -o")
    if not options.output and options.in_place is None:
        guard.writes(STDIN, "the output")
    guard.writes_log(options.log, options.resume)
    if journal is not None:
        guard.writes_journal(journal)
    guard.check()


def guard_pipe(options: Options, reads: tuple[str, ...]) -> None:
    """The same for a pipe."""
    from cleaner.batch.output.guard import Guard

    guard = Guard()
    for path in reads:
        guard.reads(path, "the file")
    guard.reads(STDIN)
    guard.writes(STDIN, "the output")
    guard.writes_log(options.log)
    guard.check()
