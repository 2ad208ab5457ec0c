"""`cleaner clean`: from options to an engine, and what is said at the end."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from cleaner import __version__
from cleaner.cli.build import files_read, make_job
from cleaner.cli.colours import colours, counted, printable, show_diff
from cleaner.cli.plan import STDIN, Plan, check_options, guard_pipe, make_plan
from cleaner.cli.stdio import input_stream, output_stream
from cleaner.cli.values import Options
from cleaner.core.errors import InputError
from cleaner.formats.job import Cleaned, Job, Tally

if TYPE_CHECKING:
    from cleaner.batch.discovery import Finder, Found
    from cleaner.batch.journal import Journal
    from cleaner.batch.logfile import LogFile
    from cleaner.batch.shards import ShardedLog
    from cleaner.batch.summary import Summary

DONE, CHANGED, FAILED = 0, 1, 3


def run_clean(options: Options) -> int:
    """Clean what the options name; the exit code. Raises CleanerError, OSError, KeyboardInterrupt."""
    paths = options.paths or ((STDIN,) if options.files_from is None else ())
    check_options(options, paths)
    job = make_job(options)
    if options.diff and colours(sys.stdout, options.color):
        job = job._replace(colour=True)
    if paths == (STDIN,) and not options.output and options.jobs == 1:
        return _pipe(options, job)
    return _batch(options, job, paths)


# ---- a pipe -----------------------------------------------------------------------------------------------------------


def _pipe(options: Options, job: Job) -> int:
    """Standard input to standard output."""
    from cleaner.batch.stream import by_line, clean_stream

    if options.log:
        guard_pipe(options, files_read(options))
    source, stdout = input_stream(), output_stream()
    if source.isatty() and not options.quiet:
        print("cleaner: reading standard input (Ctrl-D ends it; --help explains)", file=sys.stderr)
    out = None if options.diff or options.check else stdout
    log = _open_log(options, job)
    taking = _Taking(options, log)
    clean = by_line if options.line_buffered else clean_stream
    try:
        if log:
            log.restrict(*_access_of_stdin())
        tally = clean(source, out, job, job.input_format, STDIN, taking.take)
    except InputError as error:
        raise InputError(error.what, where=error.where or "standard input", remedy=error.remedy) from error
    finally:
        if log:
            log.close()
    if taking.report:
        taking.report.end()
    return _finish_pipe(options, tally, taking.failures)


class _Taking:
    """What becomes of the blocks of a pipe, but for their text."""

    def __init__(self, options: Options, log: LogFile | ShardedLog | None) -> None:
        self.options, self.log, self.report = options, log, _reporter(options)
        self.failures: list[str] = []

    def take(self, cleaned: Cleaned) -> None:
        """One block."""
        if self.log and cleaned.log:
            self.log.write(cleaned.log)
            if self.options.line_buffered:
                self.log.flush()
        if cleaned.diff:
            show_diff(cleaned.diff)
        if self.report:
            self.report.add(cleaned.findings)
        for note in cleaned.notes if self.options.verbose or not cleaned.data else ():
            print(printable(f"cleaner: {STDIN}: {note}"), file=sys.stderr)
        for failure in cleaned.failures:
            self.failures.append(failure)
            print(printable(f"cleaner: {STDIN}: {failure}"), file=sys.stderr)


def _access_of_stdin() -> tuple[int, int]:
    """Who may read what standard input comes from; everybody, if that is no file."""
    import stat

    try:
        state = os.fstat(0)
    except OSError:
        return 0o777, -1
    return (state.st_mode & 0o777, state.st_gid) if stat.S_ISREG(state.st_mode) else (0o777, -1)


def _finish_pipe(options: Options, tally: Tally, failures: list[str]) -> int:
    if options.stats:
        from cleaner.cli.terminal import tell_stats

        tell_stats(tally, options.stats)
    if failures:
        return FAILED
    return CHANGED if (options.check or options.diff) and tally.differs and not options.exit_zero else DONE


def _reporter(options: Options) -> Any:
    """What shows findings, if `--check` asks for them."""
    if not options.check:
        return None
    from cleaner.cli.reports.findings import Report

    return Report(options)


# ---- files and folders ------------------------------------------------------------------------------------------------


def _batch(options: Options, job: Job, paths: tuple[str, ...]) -> int:
    """A run over many inputs, with journal, log and summary."""
    from cleaner.batch.output.atomic import new_run, open_special
    from cleaner.batch.run import Run
    from cleaner.batch.settings import Settings
    from cleaner.batch.signals import Interrupted
    from cleaner.cli.terminal import Teller, tell_end

    writes = bool(options.output) or options.in_place is not None
    plan = make_plan(options, job, paths, files_read(options), writes and (options.resume or _takes_long(options, paths)))
    if options.by_site:
        job = _with_sites(options, job, plan, paths)
    run_id = new_run()
    with ExitStack() as stack:
        out = (
            stack.enter_context(open_special(plan.special)) if plan.special else None if _is_silent(options) else output_stream()
        )
        journal = _journal(options, job, plan, run_id)
        log = _open_log(options, job, journal)
        sync = not (options.output and plan.several)  # 6 ms a file; a mirrored tree can be made again, its journal has the sizes
        settings = Settings(options.jobs, options.timeout, sync, plan.root, options.in_place or "", out, input_stream)
        total = _count(options, job, plan, paths) if plan.several and _wants_progress(options) else 0
        stopped = True
        with Teller(options, total, _reporter(options)) as teller:
            run = Run(job, settings, run_id, log=log, journal=journal, watcher=teller)
            try:
                summary = run.run(_found(plan.finder, options, paths))
                stopped = False
            except Interrupted as error:
                kept = "what was done is in place" if writes else ""  # a run that only looks leaves nothing to go on with
                error.hint = "the same command with --resume goes on" if journal else kept
                raise
            finally:
                if journal:
                    journal.close()
                if log:
                    log.close(stopped)
    if journal and not options.resume and not (summary.failed or summary.failures):
        journal.path.unlink(missing_ok=True)
    tell_end(summary, options, plan.several, teller.seconds)
    return _code(options, summary)


def _is_silent(options: Options) -> bool:
    """Whether no text goes to standard output."""
    return bool(options.diff or options.check or options.output or options.in_place is not None)


def _with_sites(options: Options, job: Job, plan: Plan, paths: tuple[str, ...]) -> Job:
    """The job with the boilerplate of each site, learned from its pages."""
    from cleaner.batch.sites import Sites

    sites = Sites(paths)
    sites.learn(plan.finder.again().find(paths), job.cleaner)
    if not options.quiet:
        rules = sum(len(pack.rules) for pack in sites.packs.values())
        print(f"cleaner: {counted(rules, 'rule')} learned from {counted(len(sites.packs), 'site')}", file=sys.stderr)
    return job._replace(sites=sites)


def _code(options: Options, summary: Summary) -> int:
    if summary.failed or summary.failures:
        return FAILED
    return CHANGED if (options.check or options.diff) and summary.tally.differs and not options.exit_zero else DONE


def _takes_long(options: Options, paths: tuple[str, ...]) -> bool:
    """Whether it would be a pity to begin anew: a tree, or a large file."""
    from cleaner.batch.work import WHOLE_FILE

    return options.files_from is not None or any(
        os.path.isdir(path) or (os.path.isfile(path) and os.path.getsize(path) > WHOLE_FILE) for path in paths
    )


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


def _count(options: Options, job: Job, plan: Plan, paths: tuple[str, ...]) -> int:
    """How many inputs there are, for the progress bar."""
    if options.files_from is not None:
        return 0
    return sum(1 for _ in _found(plan.finder.again(), options, paths))


def _wants_progress(options: Options) -> bool:
    if options.progress is not None:
        return options.progress
    return not options.quiet and sys.stderr.isatty()


def _journal(options: Options, job: Job, plan: Plan, run_id: str) -> Journal | None:
    """The journal of a run; None if none is kept."""
    if plan.journal is None:
        return None
    from cleaner.batch.journal import Journal, fingerprint
    from cleaner.batch.output.access import resolved

    described = {
        "tool": __version__,
        **job.cleaner.describe(),
        "format": job.input_format,
        "encoding": job.encoding,
        "fields": job.fields,
        "marks": job.marks,
    }
    if job.sites:
        described["sites"] = job.sites.describe()
    if job.per_file_ignores:
        described["per_file_ignores"] = job.per_file_ignores.globs
    journal = Journal(resolved(plan.journal), fingerprint(described), run_id)
    journal.open(options.resume)
    return journal


def _open_log(options: Options, job: Job, journal: Journal | None = None) -> LogFile | ShardedLog | None:
    """The log of a run in the format that its name asks for."""
    if not options.log:
        return None
    from pathlib import Path

    from cleaner.batch.logfile import log_file
    from cleaner.batch.shards import ShardedLog

    path = Path("/dev/stdout" if options.log == STDIN else options.log)
    make = ShardedLog if options.log.endswith(os.sep) or path.is_dir() else log_file
    log = make(path, job.cleaner, options.resume, journal.log_end(path) if journal else None)
    if journal:
        journal.begin_log(path, log.position)
    return log
