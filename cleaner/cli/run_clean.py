"""`cleaner clean`: from options to an engine, and what is said at the end."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cleaner import __version__
from cleaner.cli.build import make_job
from cleaner.cli.colours import counted, show_diff
from cleaner.cli.stdio import input_stream, output_stream
from cleaner.cli.values import Options
from cleaner.core.errors import ConfigError, InputError
from cleaner.formats.job import Cleaned, Job, Tally

if TYPE_CHECKING:
    from cleaner.batch.discovery import Finder, Found
    from cleaner.batch.journal import Journal
    from cleaner.batch.logfile import LogFile
    from cleaner.batch.shards import ShardedLog
    from cleaner.batch.summary import Summary

DONE, CHANGED, FAILED, INTERRUPTED = 0, 1, 3, 130
STDIN = "-"


def run_clean(options: Options) -> int:
    """Clean what the options name; the exit code. Raises CleanerError, OSError, KeyboardInterrupt."""
    paths = options.paths or ((STDIN,) if options.files_from is None else ())
    _check(options, paths)
    job = make_job(options)
    if paths == (STDIN,) and not options.output and options.jobs == 1:
        return _pipe(options, job)
    return _batch(options, job, paths)


def _check(options: Options, paths: tuple[str, ...]) -> None:
    """Combinations that make no sense. Raises ConfigError."""
    writes = [flag for flag, on in (("-o", options.output), ("-i", options.in_place is not None)) if on]
    looks = [flag for flag, on in (("--diff", options.diff), ("--check", options.check)) if on]
    if len(writes) > 1 or (writes and looks):
        raise ConfigError(f"{' and '.join(writes + looks)} exclude each other")
    if options.in_place is not None and STDIN in paths:
        raise ConfigError("standard input cannot be cleaned in place")
    if options.resume and not writes:
        raise ConfigError("--resume needs -o or -i")
    if not writes and not looks:
        for path in paths:
            if path != STDIN and os.path.isdir(path):
                raise ConfigError("this is a folder", where=path, remedy="-o DIR, -i, --diff or --check says what to do with it")
    if len(paths) == 1 and options.output and options.files_from is None and _is_same(paths[0], options.output):
        raise ConfigError("the output would overwrite the input", where=options.output, remedy="-i cleans in place")


def _is_same(one: str, other: str) -> bool:
    return os.path.isfile(one) and os.path.isfile(other) and os.path.samefile(one, other)


# ---- a pipe -----------------------------------------------------------------------------------------------------------


def _pipe(options: Options, job: Job) -> int:
    """Standard input to standard output."""
    from cleaner.batch.stream import by_line, clean_stream

    source, stdout = input_stream(), output_stream()
    if source.isatty() and not options.quiet:
        print("cleaner: reading standard input (Ctrl-D ends it; --help explains)", file=sys.stderr)
    out = None if options.diff or options.check else stdout
    log = _open_log(options, job)
    failures: list[str] = []

    def take(cleaned: Cleaned) -> None:
        if log and cleaned.log:
            log.write(cleaned.log)
            if options.line_buffered:
                log.flush()
        if cleaned.diff:
            show_diff(cleaned.diff)
        for note in cleaned.notes:
            _note(options, STDIN, note)
        for failure in cleaned.failures:
            failures.append(failure)
            print(f"cleaner: {STDIN}: {failure}", file=sys.stderr)

    clean = by_line if options.line_buffered else clean_stream
    try:
        tally = clean(source, out, job, job.input_format, STDIN, take)
    except InputError as error:
        raise InputError(error.what, where=error.where or "standard input", remedy=error.remedy) from error
    finally:
        if log:
            log.close()
    return _finish_pipe(options, tally, failures)


def _finish_pipe(options: Options, tally: Tally, failures: list[str]) -> int:
    if options.stats:
        from cleaner.cli.terminal import tell_stats

        tell_stats(tally, options.stats)
    if failures:
        return FAILED
    if options.check and tally.differs and not options.quiet:
        print(f"would change {STDIN}: {counted(tally.changes, 'change')}", file=sys.stderr)
    return CHANGED if (options.check or options.diff) and tally.differs else DONE


def _note(options: Options, name: str, note: str) -> None:
    if options.verbose:
        print(f"cleaner: {name}: {note}", file=sys.stderr)


# ---- files and folders ------------------------------------------------------------------------------------------------


def _batch(options: Options, job: Job, paths: tuple[str, ...]) -> int:
    from cleaner.batch.run import Run, Settings
    from cleaner.cli.terminal import Teller, tell_end

    finder, several = _finder(options, job, paths)
    if options.by_site:
        job = _with_sites(options, job, paths)
    run_id = f"{os.getpid():x}{os.urandom(3).hex()}"
    journal = None
    if (options.output or options.in_place is not None) and (options.resume or _takes_long(options, paths)):
        journal = _journal(options, job, paths, run_id)
    log = _open_log(options, job, journal)
    out = None if options.diff or options.check or options.output or options.in_place is not None else output_stream()
    sync = not (options.output and several)  # 6 ms a file; a mirrored tree can be made again, its journal has the sizes
    settings = Settings(options.jobs, options.timeout, sync, options.in_place or "", out, input_stream)
    total = _count(options, job, paths) if several and _wants_progress(options) else 0
    with Teller(options, total) as teller:
        run = Run(job, settings, run_id, log=log, journal=journal, watcher=teller)
        try:
            summary = run.run(_found(finder, options, paths))
        finally:
            if journal:
                journal.close()
            if log:
                log.close(run.summary.stopped)
    if journal and not options.resume and not (summary.stopped or summary.failed or summary.failures):
        journal.path.unlink(missing_ok=True)
    tell_end(summary, options, several, teller.seconds)
    return _code(options, summary)


def _with_sites(options: Options, job: Job, paths: tuple[str, ...]) -> Job:
    """The job with the boilerplate of each site, learned from its pages."""
    from cleaner.batch.sites import Sites

    sites = Sites(paths)
    finder, _ = _finder(options, job, paths)
    sites.learn(finder.find(paths), job.cleaner)
    if not options.quiet:
        rules = sum(len(pack.rules) for pack in sites.packs.values())
        print(f"cleaner: {counted(rules, 'rule')} learned from {counted(len(sites.packs), 'site')}", file=sys.stderr)
    return job._replace(sites=sites)


def _code(options: Options, summary: Summary) -> int:
    if summary.stopped:
        return INTERRUPTED
    if summary.failed or summary.failures:
        return FAILED
    return CHANGED if (options.check or options.diff) and summary.tally.differs else DONE


def _takes_long(options: Options, paths: tuple[str, ...]) -> bool:
    """Whether it would be a pity to begin anew: a tree, or a large file."""
    from cleaner.batch.work import WHOLE_FILE

    return _is_tree(options, paths) or any(os.path.isfile(path) and os.path.getsize(path) > WHOLE_FILE for path in paths)


def _is_tree(options: Options, paths: tuple[str, ...]) -> bool:
    return options.files_from is not None or any(os.path.isdir(path) for path in paths)


def _finder(options: Options, job: Job, paths: tuple[str, ...]) -> tuple[Finder, bool]:
    """The finder for the inputs, and whether there may be several of them."""
    from cleaner.batch.discovery import Finder, Where
    from cleaner.batch.ignore import Ignore

    several = len(paths) > 1 or _is_tree(options, paths)
    output = options.output
    if output and (several or os.path.isdir(output) or output.endswith(os.sep)):
        if os.path.exists(output) and not os.path.isdir(output):
            raise ConfigError("several inputs need a folder for their outputs", where=output, remedy="this is a file")
        where = Where(folder=output)
    elif output:
        where = Where(file=output)
    else:
        where = Where(in_place=options.in_place is not None)
    html = job.cleaner.options["settings"].get("html", {})
    ignore = Ignore(not options.no_ignore, options.include, options.exclude)
    finder = Finder(where, input_format=job.input_format, page_to=html.get("to", "text"), ignore=ignore, several=len(paths) > 1)
    return finder, several


def _found(finder: Finder, options: Options, paths: tuple[str, ...]) -> Iterator[Found]:
    yield from finder.find(paths)
    if options.files_from is not None:
        yield from _listed(finder, options.files_from, options.null)


def _listed(finder: Finder, source: str, null: bool) -> Iterator[Found]:
    from cleaner.batch.discovery import read_list, reason

    if source == STDIN:
        yield from finder.find_listed(read_list(input_stream(), null))
        return
    try:
        stream = open(source, "rb")  # noqa: SIM115 - closed below
    except OSError as error:
        raise InputError(f"the list of files cannot be read: {reason(error)}", where=source) from error
    with stream:
        yield from finder.find_listed(read_list(stream, null))


def _count(options: Options, job: Job, paths: tuple[str, ...]) -> int:
    """How many inputs there are, for the progress bar."""
    if options.files_from is not None:
        return 0
    finder, _ = _finder(options, job, paths)
    return sum(1 for _ in _found(finder, options, paths))


def _wants_progress(options: Options) -> bool:
    if options.progress is not None:
        return options.progress
    return not options.quiet and sys.stderr.isatty()


def _journal(options: Options, job: Job, paths: tuple[str, ...], run_id: str) -> Journal:
    from pathlib import Path

    from cleaner.batch.journal import Journal, fingerprint

    if options.journal:
        path = Path(options.journal)
    else:
        base = options.output or (paths[0] if paths else "files")
        path = Path(os.path.abspath(base) + ".journal.jsonl")
    described = {
        "tool": __version__,
        **job.cleaner.describe(),
        "format": job.input_format,
        "encoding": job.encoding,
        "fields": job.fields,
    }
    if job.sites:
        described["sites"] = job.sites.describe()
    journal = Journal(path, fingerprint(described), run_id)
    journal.open(options.resume)
    return journal


def _open_log(options: Options, job: Job, journal: Journal | None = None) -> LogFile | ShardedLog | None:
    if not options.log:
        return None
    from pathlib import Path

    from cleaner.batch.logfile import log_file
    from cleaner.batch.shards import ShardedLog

    path = Path(options.log)
    make = ShardedLog if options.log.endswith(os.sep) or path.is_dir() else log_file
    log = make(path, job.cleaner, options.resume, journal.log_end(path) if journal else None)
    if journal:
        journal.begin_log(path, log.position)
    return log
