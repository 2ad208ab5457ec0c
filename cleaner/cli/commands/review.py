"""`cleaner review`: a page on which every change can be accepted or rejected."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from cleaner.changelog.read import Logged
from cleaner.changelog.review import review_page
from cleaner.cli.cleaning_options import cleaning_options, files_in, job_of
from cleaner.cli.colours import counted, printable
from cleaner.cli.log_files import guarded_paths, read_input, write_output
from cleaner.formats.job import Job


@click.command("review", short_help="make a page for accepting and rejecting changes")
@click.argument("paths", type=click.Path(), nargs=-1, required=True, metavar="IN...")
@click.option("--html", "page", type=click.Path(), required=True, help="The page to write: one file that needs nothing else.")
@cleaning_options
def command(paths: tuple[str, ...], page: str, **values: Any) -> None:
    """Clean IN (files, folders, `-`) and write a page with every change and suggestion.

    IN stays as it is. Decisions made on the page are saved as a file, which `cleaner apply` takes.
    """
    job = job_of(values)
    guarded_paths(paths, [(page, "the page")])
    names = list(files_in(paths))
    title = f"Review of {Path(names[0]).name}" if len(names) == 1 else f"Review of {len(names)} files"
    write_output(review_page(_documents(names, job), title).encode("utf-8"), page, names)


def _documents(names: list[str], job: Job) -> Iterator[tuple[Logged, str]]:
    for name in names:
        result = job.cleaner.clean(read_input(name), input_format=job.input_format, encoding=job.encoding)
        counts = f"{counted(len(result.changes), 'change')}, {counted(len(result.suggestions), 'suggestion')}"
        click.echo(printable(f"{name}: {counts}"), err=True)
        yield Logged.of(result, name), result.source
