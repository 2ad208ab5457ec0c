"""The command `cleaner corpus`: options, what is said, exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pa = pytest.importorskip("pyarrow", reason="needs cleaner-text[arrow]")

import pyarrow.parquet as pq  # noqa: E402

from cleaner.cli.main import guarded  # noqa: E402
from tests.integrations.helpers import make_rows  # noqa: E402


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in.parquet"
    pq.write_table(pa.Table.from_pylist(make_rows(50)), path)
    return path


def corpus(*arguments: object) -> int:
    return guarded(["corpus", "--isolated", *map(str, arguments)])


def test_it_cleans_counts_and_goes_on(source: Path, tmp_path: Path, capsys: Any) -> None:
    assert corpus(source, "-o", tmp_path / "out", "--stats", "json") == 0
    said = json.loads(capsys.readouterr().err)
    assert (said["parts"], said["skipped"], said["rows"], said["failed"]) == (1, 0, 50, 0)
    assert said["changes"] == sum(said["rules"].values()) > 0
    assert corpus(source, "-o", tmp_path / "out") == 0
    assert capsys.readouterr().err == "1 of 1 parts (1 were there); 0 of 0 rows changed\n"


def test_options_reach_the_kernel(source: Path, tmp_path: Path, capsys: Any) -> None:
    options = ["--select", "encoding", "--into", "clean", "--suggestions", "--confidence", "--log", "none", "-q"]
    assert corpus(source, "-o", tmp_path / "out", *options) == 0
    table = pq.read_table(tmp_path / "out" / "in.parquet-00000.parquet")
    assert table.schema.names == ["id", "text", "score", "tags", "clean", "suggestions", "confidence", "error"]
    texts = [(row["text"], row["clean"]) for row in table.to_pylist() if row["text"]]
    assert any("Ã" in before and "Ã" not in after and "the the" in after for before, after in texts)
    assert capsys.readouterr().err == ""


def test_what_failed_is_named_and_the_exit_code_says_so(source: Path, tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "bad.parquet").write_bytes(b"no")
    assert corpus(source, tmp_path / "bad.parquet", "-o", tmp_path / "out") == 3
    assert "cleaner: bad.parquet: not a Parquet file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["IN"], 2, "'-o' / '--output'"),
        (["IN", "-o", "OUT", "--field", "body"], 3, "no one column 'body'"),
        (["IN", "-o", "OUT", "--select", "nonsense"], 2, "nonsense"),
        (["IN", "-o", "OUT", "--engine", "abacus"], 2, "abacus"),
        (["GONE", "-o", "OUT"], 3, "no such file"),
    ],
)
def test_what_makes_no_sense_is_said(
    arguments: list[str], code: int, said: str, source: Path, tmp_path: Path, capsys: Any
) -> None:
    places = {"IN": source, "OUT": tmp_path / "out", "GONE": tmp_path / "gone"}
    assert corpus(*[places.get(argument, argument) for argument in arguments]) == code
    assert said in capsys.readouterr().err


def test_an_engine_that_is_not_installed_is_named(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    assert corpus(source, "-o", tmp_path / "out", "--engine", "ray") == 2
    assert "pip install 'cleaner-text[ray]'" in capsys.readouterr().err


def test_without_any_engine_the_rest_works(source: Path, tmp_path: Path) -> None:
    """A process in which no engine can be imported: the library, the row kernel and the command are there all the same."""
    code = """
import sys
for name in "pyarrow pandas numpy ray pyspark datasets polars duckdb datatrove".split():
    sys.modules[name] = None
import cleaner, cleaner.integrations.rows
from cleaner.cli.main import guarded
assert cleaner.clean("the the cat").text == cleaner.integrations.rows.RowCleaner()("the the cat").text == "the cat"
assert guarded(["corpus", "--help"]) == 0
sys.exit(guarded(["corpus", sys.argv[1], "-o", sys.argv[2]]))
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(source), str(tmp_path / "out")], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (2, "cleaner: pyarrow is not installed (pip install 'cleaner-text[arrow]')\n")
