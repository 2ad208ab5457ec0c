"""`cleaner apply`: clean again, but as it was decided in a review."""

from __future__ import annotations

import hashlib
from typing import Any

import click

from cleaner.changelog.read import Logged
from cleaner.cli.cleaning_options import cleaning_options, job_of
from cleaner.cli.colours import counted
from cleaner.cli.decisions import carry_out, read_decisions
from cleaner.cli.log_files import guarded_paths, read_input, write_output
from cleaner.core.errors import ConfigError, InputError


@click.command("apply", short_help="clean again with the decisions of a review")
@click.argument("path", type=click.Path(), metavar="IN")
@click.option("--decisions", "decided", type=click.Path(), required=True, help="The file that the page of cleaner review saved.")
@click.option("-o", "--output", type=click.Path(), help="File to write; else standard output.")
@click.option("-i", "--in-place", is_flag=True, help="Write over IN.")
@click.option("--log", "log_file", type=click.Path(), help="Write the change log of what was made in the end.")
@cleaning_options
def command(path: str, decided: str, output: str | None, in_place: bool, log_file: str | None, **values: Any) -> None:
    """Clean IN with the same options as in the review, without what was rejected and with the suggestions taken.

    What was not decided is made, as without a review.
    """
    if in_place and output:
        raise ConfigError("--in-place and --output exclude each other")
    writes = [(output, "the output"), (log_file, "the log")]
    guarded_paths([decided, None if in_place else path], writes, [path] if in_place else [])
    documents = read_decisions(decided)
    data = read_input(path)
    digest = hashlib.sha256(data).hexdigest()
    found = next((document for document in documents if document["sha256"] == digest), None)
    if found is None:
        raise InputError("the decisions were made for another text, or it was changed since", where=path)
    job = job_of(values)
    result = job.cleaner.clean(data, input_format=job.input_format, encoding=job.encoding)
    applied = carry_out(result.text, Logged.of(result, path), found)
    if log_file:
        write_output("".join(line + "\n" for line in applied.logged.lines()).encode("utf-8"), log_file, [path])
    write_output(applied.text.encode("utf-8", "surrogatepass"), path if in_place else output, [path], in_place)
    click.echo(f"{counted(applied.rejected, 'change')} rejected, {counted(applied.accepted, 'suggestion')} taken", err=True)
    if applied.lost:
        click.echo(f"{applied.lost} decisions are about what these options do not change; were they the same?", err=True)
