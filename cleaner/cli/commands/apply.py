"""`cleaner apply`: clean again, but as it was decided in a review."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from cleaner.changelog.read import LogDocument
from cleaner.cli.chain_options import NAMED
from cleaner.cli.cleaning_options import cleaning_options, files_in, job_of
from cleaner.cli.colours import counted, printable
from cleaner.cli.decisions import Applied, carry_out, read_decisions
from cleaner.cli.log_files import guarded_paths, names_of_text, read_input, write_output
from cleaner.cli.run_clean import FAILED
from cleaner.cli.undo_files import is_called
from cleaner.core.errors import ConfigError, InputError


@click.command("apply", short_help="clean again with the decisions of a review")
@click.argument("paths", type=click.Path(), nargs=-1, required=True, metavar="IN...")
@click.option("--decisions", "decided", type=NAMED, required=True, help="The file that cleaner review saved.")
@click.option("-o", "--output", type=NAMED, help="File to write, or folder for several; else standard output.")
@click.option("-i", "--in-place", is_flag=True, help="Write over IN.")
@click.option("--log", "log_file", type=NAMED, help="Write the change log of what was made in the end.")
@cleaning_options
def command(
    paths: tuple[str, ...], decided: str, output: str | None, in_place: bool, log_file: str | None, **values: Any
) -> int | None:
    """Clean IN (files, folders) with the same options as in the review, without what was rejected and with the suggestions taken.

    What was not decided is made, as without a review. Files of a folder that the review did not see stay as they are. Exit
    code 3 if a file has changed since.
    """
    if in_place and output:
        raise ConfigError("--in-place and --output exclude each other")
    several = len(paths) > 1 or any(Path(path).is_dir() for path in paths)
    if several and not in_place and output is None:
        raise ConfigError("several files need -i or -o FOLDER")
    job = job_of(values)
    markdown = job.cleaner.options["settings"].get("html", {}).get("to") == "markdown"
    targets = list(_targets(paths, output, in_place, several, markdown))
    writes = [(None if in_place else target, "the output") for _, target in targets]
    reads = [decided, *(() if in_place else paths)]
    guarded_paths(reads, writes, [name for name, _ in targets] * in_place, log_file)
    documents = {document["sha256"]: document for document in read_decisions(decided)}
    known = {path_name(document) for document in documents.values()}
    lines: list[str] = []
    changed = 0
    for name, target in targets:
        data = read_input(name)
        found = documents.get(hashlib.sha256(data).hexdigest())
        if found is None:
            if not several:
                raise InputError("the decisions were made for another text, or it was changed since", where=name)
            if any(is_called(name, other) for other in known):
                click.echo(printable(f"cleaner: {name}: it was changed since the review, and stays as it is"), err=True)
                changed += 1
            continue
        result = job.cleaner.clean(data, input_format=job.input_format, encoding=job.encoding)
        applied = carry_out(result.text, LogDocument.of(result, name), found)
        lines += (line + "\n" for line in applied.logged.lines()) if log_file else ()
        write_output(applied.text.encode("utf-8", "surrogatepass"), target, [name], in_place)
        _tell(applied, name if several else "")
    if log_file:
        write_output("".join(lines).encode("utf-8"), log_file, [name for name, _ in targets])
    return FAILED if changed else None


def path_name(document: Mapping[str, Any]) -> str:
    """The name of a document of decisions."""
    name = document.get("name", "")
    return name if isinstance(name, str) else "".join(name)


def _targets(
    paths: tuple[str, ...], output: str | None, in_place: bool, several: bool, markdown: bool
) -> Iterator[tuple[str, str | None]]:
    """Files and where each goes: in place, to one file, or below a folder as it is below its own; a page becomes a text.

    Raises ConfigError for a page in place: its text would stand under the name of a page.
    """
    for path in paths:
        for name in files_in((path,)):
            texts = names_of_text(Path(name).name)
            if in_place:
                if texts:
                    raise ConfigError(
                        "a page would become a text under the name of a page", where=name, remedy="-o FILE or FOLDER"
                    )
                yield name, name
            elif several and output is not None:
                below = Path(name).relative_to(path) if Path(path).is_dir() else Path(Path(name).name)
                yield name, str(Path(output) / (below.with_name(texts[markdown]) if texts else below))
            else:
                yield name, output


def _tell(applied: Applied, name: str) -> None:
    head = f"{name}: " if name else ""
    counts = f"{counted(applied.rejected, 'change')} rejected, {counted(applied.accepted, 'suggestion')} taken"
    edited = f", {counted(applied.edited, 'edit')} by hand" if applied.edited else ""
    click.echo(printable(head + counts + edited), err=True)
    if applied.lost:
        what = f"{counted(applied.lost, 'decision')} about what these options do not change; were they the same?"
        click.echo(printable(head + what), err=True)
