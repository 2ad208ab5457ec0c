"""The log as a table, CSV or Parquet: a row for each record, so that it can be queried, and read back as the same log.

Heads and feet are rows too (`kind` tells); what has no column of its own stands as JSON in `more`. CSV is UTF-8; lone
surrogates of a str are kept (as Python's "surrogatepass" writes them) in CSV, and in `more` in Parquet, which cannot hold
them in a column of text. Parquet needs pyarrow.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import IO, Any

from cleaner.changelog.read import LogDocument, documents_of, text_of, with_brief_heads
from cleaner.changelog.write import HARD, json_text
from cleaner.core.errors import LogError

NUMBERS = ("n", "start", "end", "byte_start", "byte_end", "line", "column")
TEXTS = ("before", "after", "filter", "rule", "safety", "reason")
COLUMNS = ("document", "kind", *NUMBERS, *TEXTS, "more")
FORMULA = re.compile(r"'*[=+\-@\t\r\n]")  # what a spreadsheet reads as the beginning of a formula
CONTROL = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
)  # what a terminal obeys, and marks of direction
SPELLED, SPELLING = "'\\", re.compile(r"\\(?:u([0-9a-f]{4})|\\)")
BATCH = 65_536  # rows of a row group of Parquet


def rows(documents: Iterable[LogDocument]) -> Iterator[dict[str, Any]]:
    """A row for each record of the documents."""
    return rows_of(with_brief_heads(record for logged in documents for record in logged.records()))


def rows_of(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """A row for each record; a cell that does not apply is None."""
    document = ""
    for record in records:
        row: dict[str, Any] = dict.fromkeys(COLUMNS)
        if record["kind"] == "head":
            document = text_of(record.get("name", ""))
        row["document"] = document
        if "bytes" in record and record["kind"] not in ("head", "foot"):
            row["byte_start"], row["byte_end"] = record.pop("bytes")
        for key in ("kind", *NUMBERS):
            if key in record:
                row[key] = record.pop(key)
        for key in TEXTS:
            if key in record:
                row[key] = text_of(record.pop(key))
        row["more"] = json.dumps(record, separators=(",", ":"), default=str) if record else None
        yield row


def records_of(table: Iterable[Mapping[str, Any]]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The records that rows stand for, numbered from 2 (the line below the header)."""
    for number, row in enumerate(table, 2):
        try:
            record: dict[str, Any] = {"kind": row["kind"]}
            record |= {key: int(row[key]) for key in NUMBERS if row[key] not in (None, "")}
            record |= {key: json_text(row[key] or "") for key in TEXTS} if record["kind"] not in ("head", "foot") else {}
            if "byte_start" in record:
                record["bytes"] = [record.pop("byte_start"), record.pop("byte_end")]
            record |= json.loads(row["more"]) if row["more"] else {}
        except (KeyError, ValueError, TypeError, RecursionError) as error:
            raise LogError(f"not a row of a change log: {error!r}", where=f"row {number}") from error
        yield number, record


def write_csv(documents: Iterable[LogDocument], file: IO[str]) -> None:
    """The log as CSV; `file` must be open with `newline=""`, `encoding="utf-8"`, `errors="surrogatepass"`."""
    file.writelines(csv_lines(documents))


def csv_lines(documents: Iterable[LogDocument]) -> Iterator[str]:
    """The lines of the log as CSV, one record after the other."""
    held = io.StringIO(newline="")
    writer = csv.DictWriter(held, COLUMNS)
    writer.writeheader()
    for row in rows(documents):
        writer.writerow({key: _neutral(value) if isinstance(value, str) else value for key, value in row.items()})
        yield held.getvalue()
        held.seek(0)
        held.truncate()
    yield held.getvalue()


def read_csv(file: IO[str]) -> Iterator[LogDocument]:
    """The documents of a log in CSV. Raises LogError."""
    csv.field_size_limit(2**31 - 1)
    table = ({key: _as_it_was(value) for key, value in row.items()} for row in csv.DictReader(file))
    return documents_of(records_of(table))


def _neutral(cell: str) -> str:
    r"""A cell that no spreadsheet takes for a formula, an apostrophe before what would begin one, and no terminal for a command:
    one with control characters is spelled with backslashes.

    >>> _neutral("=1+1"), _neutral("'=1"), _neutral("the")
    ("'=1+1", "''=1", 'the')
    >>> print(_neutral("a\x1b[2J"), _as_it_was(_neutral("a\x1b\\")) == "a\x1b\\")
    '\a\u001b[2J True
    """
    if CONTROL.search(cell) or cell.startswith(SPELLED):
        return SPELLED + CONTROL.sub(lambda match: f"\\u{ord(match.group()):04x}", cell.replace("\\", "\\\\"))
    return f"'{cell}" if FORMULA.match(cell) else cell


def _as_it_was(cell: Any) -> Any:
    """The cell before :func:`_neutral`."""
    if isinstance(cell, str) and cell.startswith(SPELLED):
        return SPELLING.sub(lambda match: chr(int(match[1], 16)) if match[1] else "\\", cell.removeprefix(SPELLED))
    return cell[1:] if isinstance(cell, str) and cell.startswith("'") and FORMULA.match(cell) else cell


def write_parquet(documents: Iterable[LogDocument], path: str | Path | IO[bytes]) -> None:
    """The log as a Parquet file."""
    write_rows(rows(documents), path)


def write_rows(table: Iterable[dict[str, Any]], path: str | Path | IO[bytes], after: Path | None = None) -> None:
    """Rows (of :func:`rows_of`) as a Parquet file; those of the file `after` come first. Raises LogError if it is no log."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    fields = [(name, pa.int64() if name in NUMBERS else pa.large_string()) for name in COLUMNS]
    schema = pa.schema(fields, metadata={"format": "cleaner-log/1"})
    left = map(_without_surrogates, table)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        if after is not None:
            with _opened(after) as old:
                if old.schema_arrow.names != schema.names:
                    raise LogError("this is not a change log", where=str(after))
                for batch in old.iter_batches(BATCH):
                    writer.write_batch(batch)
        while held := list(islice(left, BATCH)):
            writer.write_table(pa.table({name: [row[name] for row in held] for name in COLUMNS}, schema))


def read_parquet(path: str | Path) -> Iterator[LogDocument]:
    """The documents of a log in Parquet. Raises LogError."""
    with _opened(path) as file:
        yield from documents_of(records_of(row for batch in file.iter_batches(BATCH) for row in batch.to_pylist()))


def _opened(path: str | Path) -> Any:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.ParquetFile(path)
    except (OSError, pa.ArrowInvalid) as error:
        raise LogError(f"not a Parquet file: {error}", where=str(path)) from error


def _without_surrogates(row: dict[str, Any]) -> dict[str, Any]:
    """Texts with lone surrogates also go to `more`, as JSON; U+FFFD stands for them in the column."""
    hard = {key: row[key] for key in ("document", *TEXTS) if row[key] and HARD.search(row[key]) and _is_lone(row[key])}
    if not hard:
        return row
    more = json.loads(row["more"] or "{}") | {key: json_text(text) for key, text in hard.items() if key != "document"}
    shown = {key: text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for key, text in hard.items()}
    return {**row, **shown, "more": json.dumps(more)}


def _is_lone(text: str) -> bool:
    return any("\ud800" <= char <= "\udfff" for char in text)
