"""Every export reads back as the same log."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cleaner import Cleaner, LogError, Result
from cleaner.changelog.annotations import from_web_annotations, to_web_annotations
from cleaner.changelog.read import LogDocument
from cleaner.changelog.sarif import from_sarif, to_sarif
from cleaner.changelog.tables import read_csv, read_parquet, write_csv, write_parquet
from cleaner.core.document import Document
from tests.changelog.test_write import results

SCHEMA = Path(__file__).with_name("sarif-subset.schema.json")


def through_csv(documents: list[LogDocument], folder: Path) -> list[LogDocument]:
    with (folder / "log.csv").open("w", newline="", encoding="utf-8", errors="surrogatepass") as file:
        write_csv(documents, file)
    with (folder / "log.csv").open(newline="", encoding="utf-8", errors="surrogatepass") as file:
        return list(read_csv(file))


def through_parquet(documents: list[LogDocument], folder: Path) -> list[LogDocument]:
    pytest.importorskip("pyarrow")
    write_parquet(documents, folder / "log.parquet")
    return list(read_parquet(folder / "log.parquet"))


def through_sarif(documents: list[LogDocument], folder: Path) -> list[LogDocument]:
    return list(from_sarif(json.loads(json.dumps(to_sarif(documents)))))


def through_web_annotation(documents: list[LogDocument], folder: Path) -> list[LogDocument]:
    return list(from_web_annotations(json.loads(json.dumps(to_web_annotations(documents)))))


WAYS = [through_csv, through_parquet, through_sarif, through_web_annotation]


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=st.lists(results(), min_size=1, max_size=3))
def test_an_export_reads_back(
    way: Callable[[list[LogDocument], Path], list[LogDocument]], made: list[Result], tmp_path: Path
) -> None:
    documents = [LogDocument.of(result, f"folder/{k} é,\n.txt") for k, result in enumerate(made)]
    back = way(documents, tmp_path)
    for one, other in zip(documents, back, strict=True):
        assert (one.name, one.numbers, one.places, one.input, one.output) == (
            other.name,
            other.numbers,
            other.places,
            other.input,
            other.output,
        )
        assert one.changes == other.changes
        assert one.suggestions == other.suggestions


@pytest.mark.parametrize("way", WAYS)
def test_bytes_and_their_decoding_read_back(way: Callable[[list[LogDocument], Path], list[LogDocument]], tmp_path: Path) -> None:
    logged = LogDocument.of(Cleaner().clean(b"\xef\xbb\xbfcaf\xc3\xa9 the the \xff\r\n"))
    [back] = way([logged], tmp_path)
    assert back.decoding == logged.decoding
    assert back.changes == logged.changes
    assert back.changes


def test_sarif_is_what_its_schema_says() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    cleaner = Cleaner(unsafe=True)
    texts = ["the the\ncat %d bloggers like this:", b"sch\xc3\x83\xc2\xb6n \xff", "clean", "a\n\nb\n12 bloggers like this:\n\n"]
    log = to_sarif([LogDocument.of(cleaner.clean(text), f"dir/name {k}.txt") for k, text in enumerate(texts)])
    assert log["runs"][0]["results"]
    jsonschema.Draft7Validator(json.loads(SCHEMA.read_text())).validate(log)


def test_regions_of_sarif_are_those_of_the_text() -> None:
    text = "one\ntwo the the\nthree\n\n%d bloggers like this:\n"
    run = to_sarif([LogDocument.of(Cleaner().clean(text))])["runs"][0]
    lines = text.split("\n")
    for result in run["results"]:
        region = result["locations"][0]["physicalLocation"]["region"]
        start = sum(len(line) + 1 for line in lines[: region["startLine"] - 1]) + region["startColumn"] - 1
        end = sum(len(line) + 1 for line in lines[: region["endLine"] - 1]) + region["endColumn"] - 1
        assert text[start:end] == region["snippet"]["text"]
        assert start == region["charOffset"]


@pytest.mark.parametrize("log", [{}, {"runs": []}, {"version": "2.1.0", "runs": [{"results": []}]}])
def test_sarif_of_another_tool_is_refused(log: dict[str, Any]) -> None:
    with pytest.raises(LogError):
        list(from_sarif(log))
    with pytest.raises(LogError):
        list(from_web_annotations(log))


def test_a_foreign_table_is_refused() -> None:
    with pytest.raises(LogError, match="row 2"):
        list(read_csv(io.StringIO("a,b\n1,2\n")))


@example("\ud83d\ude00")
@given(st.text(st.characters(exclude_categories=()), max_size=5))
def test_a_table_shows_the_texts_themselves(text: str) -> None:
    from cleaner.changelog.tables import rows

    result = Result(text, Document(text), ())
    assert [row["kind"] for row in rows([LogDocument.of(result)])] == ["head", "foot"]


def test_csv_holds_nothing_that_a_terminal_obeys(tmp_path: Path) -> None:
    text = "Teh \x1b[2Jcat \u202e \x9b1m recieved \\u001b it.\n"
    documents = [LogDocument.of(Cleaner().clean(text), "'\\a\x1b]0;x\x07")]
    assert [logged.changes for logged in through_csv(documents, tmp_path)] == [logged.changes for logged in documents]
    assert not set((tmp_path / "log.csv").read_text("utf-8")) & set("\x1b\x07\x9b\u202e")
