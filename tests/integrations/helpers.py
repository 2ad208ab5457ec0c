"""A small corpus of our own for all engines, and what the library makes of it row by row."""

from __future__ import annotations

import importlib.util
import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import cleaner
from cleaner.rulebook.packs import format_pack

LINES = (
    "The committee to collapsed after the vote.",
    "She said that that the the harbour was closed.",
    "CafÃ© owners were â€œnot amusedâ€ by it.",
    "A plain line of text about nothing at all.",
    "%d bloggers like this:",
    "Tea &amp; biscuits, said the naïve man — “fine”.",
    "日本語の行。",
    "Дорогие друзья, это строка.",
    "He wrote the the house [sic] again.",
    "",
)
# Engines stay on this machine: no reports of use, no hubs, no address but this one
os.environ |= {
    "RAY_USAGE_STATS_ENABLED": "0",
    "HF_HUB_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "SPARK_LOCAL_IP": "127.0.0.1",
    "PYTHONPATH": str(Path(__file__).parents[2]),  # workers find these tests
}
PATIENCE = 300  # seconds for one test of an engine; a healthy one takes 5 to 20
CHANGE_FIELDS = ("start", "end", "before", "after", "filter", "rule", "reason", "safety")


def make_rows(count: int, seed: int = 9) -> list[dict[str, Any]]:
    """Rows with an id, a text (sometimes null or empty) and other columns."""
    dice = random.Random(seed)
    rows = []
    for number in range(count):
        text = "\n".join(dice.choices(LINES, k=dice.randint(0, 9)))
        rows.append({"id": number, "text": None if number % 17 == 5 else text, "score": number / 4, "tags": ["a", str(number)]})
    return rows


def expected_of(row: dict[str, Any], with_: cleaner.Cleaner | None = None) -> dict[str, Any]:
    """What the library makes of a row."""
    if row["text"] is None:
        return {**row, "changes": [], "error": None}
    result = with_.clean(row["text"]) if with_ else cleaner.clean(row["text"])
    changes = [dict(zip(CHANGE_FIELDS, change[:8], strict=True)) for change in result.changes]
    return {**row, "text": result.text, "changes": changes, "error": None}


def suggested(row: dict[str, Any]) -> list[dict[str, Any]]:
    """What the library would only suggest for a row."""
    found = cleaner.clean(row["text"]).suggestions if row["text"] else []
    return [dict(zip(CHANGE_FIELDS, suggestion[:8], strict=True)) for suggestion in found]


class Poisoned(cleaner.Cleaner):
    """A cleaner that fails on some rows, as a filter of somebody else's may; it travels to workers."""

    def clean(self, data: str | bytes, **options: Any) -> cleaner.Result:
        """As ever, but for what is poison."""
        if "poison" in str(data):
            raise KeyError("poison")
        return super().clean(data, **options)

    def __reduce__(self) -> tuple[Any, ...]:
        return Poisoned, ()


@pytest.fixture(scope="session")
def rows() -> list[dict[str, Any]]:
    return make_rows(150)


@pytest.fixture(scope="session")
def expected(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [expected_of(row) for row in rows]


def needs(module: str, extra: str) -> list[pytest.MarkDecorator]:
    """Marks of the tests of an engine: not in the quick suite, skipped where it is not installed, its warnings its own."""
    missing = importlib.util.find_spec(module) is None
    skip = pytest.mark.skipif(missing, reason=f"needs cleaner-text[{extra}]")
    return [pytest.mark.engines, skip, pytest.mark.filterwarnings("ignore")]


@pytest.fixture(autouse=True)
def patience(request: pytest.FixtureRequest) -> Iterator[None]:
    """An engine that hangs fails its test instead of the run."""

    def over(*_: object) -> None:
        raise TimeoutError(f"an engine took more than {PATIENCE} s")

    if request.node.get_closest_marker("engines") is None:
        yield
        return
    before = signal.signal(signal.SIGALRM, over)
    signal.alarm(PATIENCE)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def make_sites(pages: int = 12) -> list[dict[str, str | None]]:
    """Pages of three sites, shuffled: a name on top, a menu, a story of its own, a foot with a number."""
    dice = random.Random(5)
    words = ["harbour", "council", "vote", "bread", "river", "lamp", "winter", "music", "garden", "bridge", "letter", "market"]
    rows: list[dict[str, str | None]] = [{"site": None, "text": "x"}, {"site": "a.example", "text": None}]
    for site in ("a.example", "b.example", "c.example"):
        for number in range(pages):
            story = "\n".join(" ".join(dice.choices(words, k=12)).capitalize() + "." for _ in range(4))
            text = f"The {site} Gazette\nHome of {site} | Contact\n\n{story}\n\nRead {number} times\nPrinted by {site}"
            rows.append({"site": site, "text": text})
    dice.shuffle(rows)
    return rows


def expected_packs() -> list[dict[str, Any]]:
    """What one machine mines of them."""
    found = []
    for site in ("a.example", "b.example", "c.example"):
        texts = [row["text"] for row in make_sites() if row["site"] == site and row["text"]]
        pack = cleaner.mine(texts)
        assert len(pack.rules) >= 3
        found.append({"site": site, "pages": len(texts), "rules": len(pack.rules), "pack": format_pack(pack)})
    return found


def processes(wanted: Callable[[str, int], bool]) -> Iterator[int]:
    """Numbers of running processes by command line and parent (Linux)."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
        if wanted(command, parent):
            yield int(folder.name)


@contextmanager
def killing(wanted: Callable[[str, int], bool], times: int) -> Iterator[list[int]]:
    """While the block runs, kill `times` processes of a kind, one after the other; yields the list of those killed."""
    killed: list[int] = []
    over = threading.Event()

    def hunt() -> None:
        while not over.is_set() and len(killed) < times:
            time.sleep(0.4)
            for number in processes(wanted):
                if number not in killed:
                    os.kill(number, signal.SIGKILL)
                    killed.append(number)
                    break

    hunter = threading.Thread(target=hunt, daemon=True)
    hunter.start()
    try:
        yield killed
    finally:
        over.set()
        hunter.join()
