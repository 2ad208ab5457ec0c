"""What the commands that work on logs share: spans on the command line, whole files in and out, logs of any format."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path

import click

from cleaner.batch.discovery import NAMES_OF_TEXT
from cleaner.batch.output.atomic import writing
from cleaner.batch.output.guard import Guard
from cleaner.changelog.files import open_log
from cleaner.changelog.read import LogDocument
from cleaner.cli.stdio import output_stream
from cleaner.core.errors import ConfigError, InputError, LogError
from cleaner.formats import DOCUMENTS, kind_of
from cleaner.formats.compression import split_suffix
from cleaner.rulebook.catalogue import is_prefix


def parse_span(value: str) -> tuple[int, int]:
    """`START:END` in code points; `START` alone is the empty span there. Raises click.BadParameter.

    >>> parse_span("3:7"), parse_span("5")
    ((3, 7), (5, 5))
    """
    match = re.fullmatch(r"([0-9]+)(?::([0-9]+))?", value)
    if match is None:
        raise click.BadParameter(f"{value!r} is not START:END")
    pair = int(match[1]), int(match[2] or match[1])
    if pair[1] < pair[0]:
        raise click.BadParameter(f"{value!r} ends before it starts")
    return pair


def read_input(path: str) -> bytes:
    """The bytes of a file, or of standard input for `-`. Raises InputError."""
    if path == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise InputError(error.strerror or str(error), where=path) from error


def read_any(path: str) -> Iterator[LogDocument]:
    """The documents of a log in any format that can be read back. Raises LogError."""
    suffix = Path(path).suffix.lower()
    if suffix == ".parquet":
        from cleaner.changelog.tables import read_parquet

        return read_parquet(path)
    if suffix == ".csv":
        from cleaner.changelog.tables import read_csv

        text = read_input(path).decode("utf-8", "surrogatepass")
        return read_csv(io.StringIO(text, newline=""))
    if suffix in (".sarif", ".jsonld"):
        from cleaner.changelog.annotations import from_web_annotations
        from cleaner.changelog.sarif import from_sarif

        try:
            table = json.loads(read_input(path))
        except (ValueError, RecursionError) as error:
            raise LogError("not JSON", where=path) from error
        return from_sarif(table) if suffix == ".sarif" else from_web_annotations(table)
    return open_log(path)


def write_output(data: bytes, path: str | None, made_from: Iterable[str | Path] = (), in_place: bool = False) -> None:
    """Bytes to a file, whole or not at all, or to standard output. Raises InputError."""
    write_pieces((data,), path, made_from, in_place)


def write_pieces(pieces: Iterable[bytes], path: str | None, made_from: Iterable[str | Path] = (), in_place: bool = False) -> None:
    """What :func:`write_output` does, piece by piece.

    The file is never more open than the files that its content is `made_from`; one that is written `in_place` keeps its
    attributes.
    """
    if path is None or path == "-":
        stream = output_stream()
        stream.writelines(pieces)
        stream.flush()
        return
    try:
        with writing(path, made_from, in_place) as stream:
            stream.writelines(pieces)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise InputError(f"cannot write: {error.strerror or error}", where=path) from error


def check_logged(prefixes: Iterable[str], rules: Iterable[str], log: str) -> None:
    """Raises ConfigError, naming the nearest, for a prefix that no rule in a log has."""
    there = set(rules)
    for prefix in prefixes:
        if not any(is_prefix(prefix, rule) for rule in there):
            near = get_close_matches(prefix, there, 1)
            remedy = f"did you mean {near[0]}?" if near else "cleaner log stats lists the rules"
            raise ConfigError(f"no change in the log is by a rule {prefix!r}", where=log, remedy=remedy)


def guarded_paths(
    reads: Iterable[str | Path | None],
    writes: Iterable[tuple[str | Path | None, str]],
    over: Iterable[str] = (),
    log: str | None = None,
) -> None:
    """Check the paths of a command before anything is opened: inputs, outputs with what they are, files written in place, a log.

    Raises ConfigError where they meet.
    """
    guard = Guard()
    for read in reads:
        guard.reads(read)
    for path in over:
        guard.writes_over(path)
    for written, role in writes:
        guard.writes(written, role)
    guard.writes_log(log)
    guard.check()


def file_in(folder: Path, name: str) -> Path | None:
    """The file of a document in a folder: its name, or the end of its name if the run was started above the folder.

    A page may have become a text of another suffix. A name never leads out of the folder.
    """
    parts = [part for part in Path(name).parts if part not in ("..", Path(name).anchor)]
    tails = [folder.joinpath(*parts[k:]) for k in range(len(parts))]
    renamed = [tail.with_name(new) for tail in tails for new in names_of_text(tail.name)]
    return next((path for path in tails + renamed if path.is_file()), None)


def names_of_text(name: str) -> list[str]:
    """What a page may be called when it has become text.

    >>> names_of_text("page.html.gz"), names_of_text("notes.txt")
    (['page.txt.gz', 'page.md.gz'], [])
    """
    suffix, compression = split_suffix(name)
    stem = name[: len(name) - len(suffix) - len(compression)]
    return [stem + new + compression for new in NAMES_OF_TEXT.values()] if kind_of(suffix) in ("html", *DOCUMENTS) else []
