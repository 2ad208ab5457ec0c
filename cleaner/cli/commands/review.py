"""`cleaner review`: a page on which every change can be accepted or rejected."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from cleaner.changelog.read import LogDocument
from cleaner.changelog.review import review_page
from cleaner.cli.chain_options import NAMED
from cleaner.cli.cleaning_options import cleaning_options, files_in, job_of
from cleaner.cli.colours import colours, counted, printable
from cleaner.cli.log_files import guarded_paths, read_input, write_output
from cleaner.core.errors import ConfigError
from cleaner.formats.job import Job

USUAL = "cleaner-decisions.json"


@click.command("review", short_help="make a page for accepting and rejecting changes")
@click.argument("paths", type=click.Path(), nargs=-1, required=True, metavar="IN...")
@click.option("--html", "page", type=NAMED, help="The page to write: one file that needs nothing else.")
@click.option("-t", "--terminal", is_flag=True, help="Decide here, one change after the other.")
@click.option("--decisions", type=NAMED, default=USUAL, help=f"With -t: where decisions are kept (default: {USUAL}).")
@click.option("--to", "word_file", type=NAMED, help="With -t: the word file for `add to words`.")
@cleaning_options
def command(
    paths: tuple[str, ...], page: str | None, terminal: bool, decisions: str, word_file: str | None, **values: Any
) -> None:
    """Clean IN (files, folders, `-`) and ask of every change and suggestion whether it is right: on a page, or here.

    IN stays as it is. Decisions are saved as a file, which `cleaner apply` takes.
    """
    if terminal == bool(page):
        raise ConfigError("either a page or the terminal", remedy="--html FILE, or -t")
    job = job_of(values)
    guarded_paths(paths, [(page, "the page"), (decisions if terminal else None, "the decisions")])
    if terminal:
        _ask(list(files_in(paths)), job, Path(decisions), word_file)
        return
    names = list(files_in(paths))
    title = f"Review of {Path(names[0]).name}" if len(names) == 1 else f"Review of {len(names)} files"
    write_output(review_page(_documents(names, job), title).encode("utf-8"), page, names)


def _ask(names: list[str], job: Job, file: Path, words: str | None) -> None:
    """A review in the terminal."""
    from cleaner.cli.terminal_review import Session
    from cleaner.cli.words import words_file

    def ask(prompt: str) -> str:
        click.echo(prompt, nl=False)
        if not sys.stdin.isatty():
            return sys.stdin.readline()[:1]
        key = click.getchar(echo=True)
        click.echo()
        return key

    def line(prompt: str, default: str) -> str:
        click.echo(f"{prompt} [{printable(default)}]: ", nl=False)
        return sys.stdin.readline().rstrip("\n") or default

    session = Session(_documents(names, job), file, words_file(words), ask, line, click.echo, colours(sys.stdout))
    left = session.run()
    counts = f"{counted(len(session.decided), 'decision')} in {file}, {left:,} left"
    click.echo(printable(f"{counts}; cleaner apply --decisions {file} carries them out"), err=True)


def _documents(names: list[str], job: Job) -> Iterator[tuple[LogDocument, str]]:
    for name in names:
        result = job.cleaner.clean(read_input(name), input_format=job.input_format, encoding=job.encoding)
        counts = f"{counted(len(result.changes), 'change')}, {counted(len(result.suggestions), 'suggestion')}"
        click.echo(printable(f"{name}: {counts}"), err=True)
        yield LogDocument.of(result, name), result.source
