"""Pages of mapped files are given back while text goes by, and no answer depends on when."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from cleaner import Cleaner
from cleaner.core import mapped
from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.core.mapped import LONG, MOST, OFTEN, MappedFiles
from cleaner.filters import Filter
from cleaner.pipeline.fixpoint import Fixpoint
from cleaner.rulebook.packs import RuleSet


def of_files() -> int:
    """Kilobytes of mapped files that count as memory of this process."""
    found = re.search(r"RssFile:\s+(\d+)", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(found[1]) if found else 0


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
@pytest.mark.parametrize("counts", [True, False])
def test_pages_are_given_back_after_enough_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, counts: bool) -> None:
    if not counts:
        monkeypatch.setattr(mapped, "COUNTS", tmp_path / "none")
    path = tmp_path / "model"
    path.write_bytes(bytes(MOST + (4 << 20)))
    files = MappedFiles()
    data = files.open(path)
    total = sum(data[::4096])
    before = of_files()
    files.after(OFTEN - 1)
    assert of_files() > before - 1000
    files.after(1)
    assert of_files() < before - 12_000
    assert sum(data[::4096]) == total
    data.close()


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_a_few_pages_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "model"
    path.write_bytes(bytes(MOST // 2))
    files = MappedFiles()
    data = files.open(path)
    assert sum(data[::4096]) == 0
    before = of_files()
    files.after(10 * OFTEN)
    assert of_files() > before - 1000
    data.close()


def test_answers_are_the_same_after_pages_were_given_back() -> None:
    text = "The army to collapsed. They recieved teh letter, and and could of known.\n"
    cleaner = Cleaner(unsafe=True)
    first = cleaner.clean(text).changes
    long = cleaner.clean((text + "\n") * (2 * OFTEN // len(text)))
    assert cleaner.clean(text).changes == first
    assert len(long.changes) >= len(first)


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
@pytest.mark.parametrize(("size", "kept"), [(10, True), (LONG + 1, False)])
def test_what_a_trigger_reads_for_a_long_text_does_not_stay_while_its_filter_reads(tmp_path: Path, size: int, kept: bool) -> None:
    path = tmp_path / "model"
    path.write_bytes(bytes(MOST))
    data = mapped.FILES.open(path)
    seen: list[int] = []

    def reads(document: Document) -> bool:
        seen.append(of_files())
        return sum(data[::4096]) == 0

    def look(document: Document, rules: RuleSet) -> list[Edit]:
        seen.append(of_files())
        return []

    filter_ = Filter("test.reads", look, trigger=reads)
    chain = Fixpoint([(filter_, RuleSet(filter_.name))], lambda rule, name: True, lambda name, rule, safety: True)
    chain.run(Document("a" * size), [])
    before, after = seen[-2:]
    assert (after > before + MOST // 2048) is kept
