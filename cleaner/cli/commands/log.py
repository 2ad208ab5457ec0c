"""`cleaner log`: show, count, convert and verify change logs."""

from __future__ import annotations

import hashlib
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any, cast

import click

from cleaner.batch.output.atomic import writing
from cleaner.batch.restore import Reading, base_of, restore, unpacked
from cleaner.batch.work import TROUBLE, trouble
from cleaner.changelog.read import LogDocument
from cleaner.changelog.summary import change_line, context_of, stats_lines
from cleaner.changelog.undo import clean_text, decode_source, encode_source, unwind
from cleaner.cli.chain_options import NAMED
from cleaner.cli.colours import colours, counted, printable
from cleaner.cli.log_files import check_logged, file_in, guarded_paths, read_any, write_output, write_pieces
from cleaner.core.errors import ConfigError, InputError, LogError
from cleaner.core.escape import escaped
from cleaner.rulebook.catalogue import is_prefix

FORMATS = ("jsonl", "csv", "parquet", "sarif", "web-annotation", "diff", "html")
log_file = click.argument("log", type=click.Path())
text_option = click.option(
    "--text",
    "texts",
    type=NAMED,
    help="The original or clean file, or the folder of them, if they are not where the log says.",
)


@click.group("log", short_help="show, count, convert and verify change logs")
def command() -> None:
    """Show, count, convert and verify change logs.

    LOG is a file that `cleaner --log` wrote (.jsonl, .jsonl.gz, .jsonl.zst), a folder of shards, or a file that
    `cleaner log convert` wrote (.csv, .parquet, .sarif, .jsonld).
    """


# ---- show, stats ----------------------------------------------------------------------------------------------------------


@command.command("show")
@log_file
@click.option("--rule", "rules", multiple=True, metavar="PREFIX", help="Only changes by rules of this prefix.")
@click.option("--change", "numbers", type=click.IntRange(1), multiple=True, metavar="N", help="Only change N.")
@click.option("--name", default="", help="Only the document of this name.")
@click.option("--context", type=click.IntRange(0), default=0, metavar="CHARACTERS", help="Show the text around each change.")
@click.option("--suggestions", is_flag=True, help="Show what was only suggested instead.")
@click.option("--why", is_flag=True, help="Add the reason of each change.")
@text_option
def show(
    log: str,
    rules: tuple[str, ...],
    numbers: tuple[int, ...],
    name: str,
    context: int,
    suggestions: bool,
    why: bool,
    texts: str | None,
) -> None:
    """List changes: place, what became what, rule."""
    colour = colours(sys.stdout)
    found: set[str] = set()
    count = 0
    for logged in read_any(log):
        if name and logged.name != name:
            continue
        source = source_of(logged, texts) if context else None
        if context and source is None:
            click.echo(
                f"{escaped(logged.name)}: the text is not there, so nothing is shown around changes (--text FILE)", err=True
            )
        items = enumerate(logged.suggestions, 1) if suggestions else zip(logged.numbers, logged.changes, strict=True)
        places = logged.suggestion_places if suggestions else logged.places
        for (number, change), place in zip(items, places, strict=True):
            found.add(change.rule)
            if (numbers and number not in numbers) or (rules and not any(is_prefix(rule, change.rule) for rule in rules)):
                continue
            around = context_of(source, change, context) if source is not None else ("", "")
            count += 1
            where = escaped(f"{logged.name}:{place.line}:{place.column} #{number}")
            line = change_line(change, where, around, colour)
            click.echo((line + (f" {escaped(change.reason)}" if why else "")).encode("utf-8", "backslashreplace"))
    if rules:
        check_logged(rules, found, log)
    if numbers and not count:
        raise LogError(f"there is no change {numbers[0]}", where=log)


def source_of(logged: LogDocument, texts: str | None) -> str | None:
    """The original as text: from the original file or the clean one, wherever one of the two is; None if nowhere."""
    path = _path_of(logged.name, texts)
    if path is None:
        return None
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    if digest == logged.output.sha256:
        return unwind(data.decode("utf-8", "surrogatepass"), logged.changes)
    return decode_source(data, logged) if digest == logged.input.sha256 else None


def _path_of(name: str, texts: str | None) -> Path | None:
    """The file that a document should be in, whether original or clean."""
    if texts is None:
        return Path(name) if name and Path(name).is_file() else None
    return file_in(Path(texts), name) if Path(texts).is_dir() else Path(texts) if Path(texts).is_file() else None


@command.command("stats")
@log_file
def stats(log: str) -> None:
    """Count changes and suggestions by rule."""
    for line in stats_lines(read_any(log)):
        click.echo(line)


# ---- verify -----------------------------------------------------------------------------------------------------------------


@command.command("verify")
@log_file
@text_option
def verify(log: str, texts: str | None) -> int:
    """Check that a log is whole, and undo each text that is there. Exit code 1 if anything is wrong."""
    reading = Reading(read_any(log))
    undone: set[str] = set()
    wrong: dict[str, str] = {}
    for base, documents in reading.files():
        path, parts = _path_of(base, texts), Passing(documents)
        if path is None:
            continue
        try:
            with path.open("rb") as raw:
                restore(parts, base, unpacked(raw, path.name), cast(IO[bytes], Nowhere()))
        except TROUBLE as error:
            if base not in undone and not _is_original(path, parts):
                wrong[base] = trouble(error)
            continue
        undone.add(base)
        wrong.pop(base, None)  # of an earlier run, before the file changed
    if reading.error:
        wrong[log] = str(reading.error)
    for line in wrong.values():
        click.echo(printable(line), err=True)
    click.echo(f"{counted(reading.documents, 'document')} whole, {counted(len(undone), 'file')} undone, {len(wrong):,} wrong")
    return 1 if wrong else 0


class Nowhere(io.RawIOBase):
    """Takes what is written and forgets it."""

    def write(self, data: Any) -> int:
        """Nothing becomes of it."""
        return len(data)


class Passing:
    """Documents that go by; the last that did is remembered."""

    def __init__(self, documents: Iterator[LogDocument]) -> None:
        self._documents = documents
        self.last: LogDocument | None = None

    def __iter__(self) -> Iterator[LogDocument]:
        for logged in self._documents:
            self.last = logged
            yield logged


def _is_original(path: Path, parts: Passing) -> bool:
    """Whether what stands under the name of a file is what it was before it was cleaned."""
    for _ in parts:
        """To the end of the file: its last document has the digest of the whole."""
    last = parts.last
    if last is None or base_of(last) != last.name:
        return False
    with path.open("rb") as raw:
        return hashlib.file_digest(unpacked(raw, path.name), "sha256").hexdigest() == last.input.sha256  # type: ignore[arg-type]


# ---- convert ----------------------------------------------------------------------------------------------------------------


@command.command("convert")
@log_file
@click.option("--to", "form", type=click.Choice(FORMATS), required=True, help="diff and html are one-way and need the text.")
@click.option("-o", "--output", type=NAMED, help="File to write; else standard output.")
@text_option
def convert(log: str, form: str, output: str | None, texts: str | None) -> None:
    """Write a log in another format; all but diff and html read back as the same log."""
    guarded_paths([log, texts], [(output, "the output")])
    documents = read_any(log)
    if form == "parquet":
        _to_parquet(documents, output, log)
        return
    if form in LINES:
        write_pieces((line.encode("utf-8", "surrogatepass") for line in LINES[form](documents)), output, [log])
        return
    write_output(WRITERS[form](documents, texts).encode("utf-8", "surrogatepass"), output, [log])


def _to_parquet(documents: Iterable[LogDocument], output: str | None, log: str) -> None:
    if not output:
        raise ConfigError("Parquet needs --output FILE")
    if find_spec("pyarrow") is None:
        raise ConfigError("Parquet needs pyarrow, which is not installed", remedy="pip install 'cleaner-text[arrow]'")
    from cleaner.changelog.tables import write_parquet

    with writing(output, [log]) as stream:
        write_parquet(documents, stream)


def _to_jsonl(documents: Iterable[LogDocument]) -> Iterator[str]:
    return (line + "\n" for logged in documents for line in logged.lines())


def _to_csv(documents: Iterable[LogDocument]) -> Iterator[str]:
    from cleaner.changelog.tables import csv_lines

    return csv_lines(documents)


def _to_sarif(documents: Iterable[LogDocument], texts: str | None) -> str:
    from cleaner.changelog.sarif import to_sarif

    return json.dumps(to_sarif(documents), indent=1) + "\n"


def _to_web_annotation(documents: Iterable[LogDocument], texts: str | None) -> str:
    from cleaner.changelog.annotations import to_web_annotations

    return json.dumps(to_web_annotations(documents), indent=1) + "\n"


def _to_diff(documents: Iterable[LogDocument], texts: str | None) -> str:
    from cleaner.changelog.diff import unified_diff

    pieces = []
    for logged in documents:
        source, text = _both_texts(logged, texts)
        pieces.append(unified_diff(source, text, logged.name or "text", logged.changes))
    return "".join(pieces)


def _to_html(documents: Iterable[LogDocument], texts: str | None) -> str:
    from cleaner.changelog.review import review_page

    return review_page((logged, _both_texts(logged, texts)[0]) for logged in documents)


def _both_texts(logged: LogDocument, texts: str | None) -> tuple[str, str]:
    """Original and clean text. Raises InputError if neither is there."""
    from cleaner.core.edits import Span, apply

    source = source_of(logged, texts)
    if source is None:
        raise InputError("this format needs the text, which is not there", where=logged.name, remedy="--text FILE or FOLDER")
    encode_source(source, logged)
    text = apply(source, [Span(change.start, change.end, change.after, ()) for change in logged.changes])
    clean_text(text.encode("utf-8", "surrogatepass"), logged)
    return source, text


LINES: dict[str, Callable[[Iterable[LogDocument]], Iterator[str]]] = {"jsonl": _to_jsonl, "csv": _to_csv}  # in flat memory
WRITERS: dict[str, Callable[[Iterable[LogDocument], str | None], str]] = {
    "sarif": _to_sarif,
    "web-annotation": _to_web_annotation,
    "diff": _to_diff,
    "html": _to_html,
}
