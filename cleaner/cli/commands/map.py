"""`cleaner map`: positions of the original in the clean text, and the other way round."""

from __future__ import annotations

import sys

import click

from cleaner.changelog.read import LogDocument
from cleaner.cli.chain_options import NAMED
from cleaner.cli.log_files import parse_span, read_any
from cleaner.core.errors import LogError


@click.command("map", short_help="carry positions between original and clean text")
@click.argument("spans", type=str, nargs=-1, required=True, metavar="START:END...")
@click.option("--log", "log_file", required=True, type=NAMED, help="The log that was written with the clean text.")
@click.option("--reverse", is_flag=True, help="From the clean text to the original, instead of the other way round.")
@click.option("--name", default="", help="Name of the document, if the log holds several.")
def command(spans: tuple[str, ...], log_file: str, reverse: bool, name: str) -> None:
    """Where code points START:END of the original are in the clean text; one line for each span, `-` reads them.

    A part that was replaced counts as a whole: a span that ends inside it is widened to it.
    """
    logged = one_document(log_file, name)
    size = logged.output.code_points if reverse else logged.input.code_points
    carry = logged.positions.to_original if reverse else logged.positions.to_clean
    for text in sys.stdin.read().split() if spans == ("-",) else spans:
        start, end = parse_span(text)
        if end > size:
            raise LogError(f"{text} is outside of the text, which has {size} code points", where=logged.name)
        low, high = carry(start, end)
        click.echo(f"{low}:{high}")


def one_document(log_file: str, name: str) -> LogDocument:
    """The only document of a log, or the one of a name. Raises LogError."""
    found = None
    for logged in read_any(log_file):
        if name and logged.name != name:
            continue
        if found is not None:
            raise LogError("the log holds several documents", where=log_file, remedy=f"--name {found.name!r}, say")
        found = logged
    if found is None:
        raise LogError(f"there is no document {name!r}" if name else "the log is empty", where=log_file)
    return found
