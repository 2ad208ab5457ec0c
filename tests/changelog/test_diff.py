"""Unified diffs: what `patch` makes of them is the clean text, byte for byte."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.changelog.diff import coloured_diff, unified_diff
from cleaner.core.edits import Edit, apply, resolve_overlaps

needs_patch = pytest.mark.skipif(shutil.which("patch") is None, reason="needs the command patch")
TEXT = st.lists(
    st.sampled_from(["a", "b", "\n", "\n", "\r\n", "\u2028", "\x0c", "é", "-", "+", " ", "\\ No newline", "\r"]), max_size=40
).map("".join)
EDITS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 5), TEXT.map(lambda text: text[:4])), max_size=6)


def patched(before: str, diff: str, folder: Path) -> str:
    """What the command makes of it."""
    file = folder / "text"
    file.write_bytes(before.encode("utf-8"))
    command = ["patch", "--quiet", "--binary", "--fuzz=0", str(file)]
    done = subprocess.run(command, input=diff.encode("utf-8"), capture_output=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return file.read_bytes().decode("utf-8") if file.exists() else ""


@needs_patch
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(TEXT, EDITS)
@example("a\n\nb", [(1, 3, "")])
@example("a", [(0, 1, "")])
@example("", [(0, 0, "a\n")])
@example("a\nb\n", [(1, 1, "")])
@example("a\nb\n", [(2, 2, "")])
@example("a\nb", [(3, 0, "\n")])
def test_patch_applies_it(tmp_path: Path, before: str, proposed: list[tuple[int, int, str]]) -> None:
    edits, _ = resolve_overlaps([Edit(start, start + length, new) for start, length, new in proposed], len(before))
    after = apply(before, edits)
    diff = unified_diff(before, after, "text", edits)
    if before == after:
        assert diff == ""
    else:
        assert patched(before, diff, tmp_path) == after
        assert patched(before, unified_diff(before, after), tmp_path) == after


@needs_patch
@pytest.mark.parametrize("end", ["\n", "\r\n", "", "\n\n"])
def test_a_cleaned_text_is_its_diff_applied(tmp_path: Path, end: str) -> None:
    line = end or "\n"
    text = line.join(["One.", "Two the the.", "x\u2028y the the z", *"abcdefghijk", "schÃ¶n", "%d bloggers like this:"]) + end
    result = Cleaner().clean(text)
    assert result.changes
    assert patched(text, result.diff("some file.txt"), tmp_path) == result.text


def test_hunks_stand_apart_and_share_no_context_twice() -> None:
    before = "\n".join(f"line {k}" for k in range(40)) + "\n"
    after = before.replace("line 3\n", "LINE 3\n").replace("line 9\n", "").replace("line 30\n", "line 30\nmore\n")
    diff = unified_diff(before, after, "x")
    assert [line for line in diff.splitlines() if line.startswith("@@")] == ["@@ -1,13 +1,12 @@", "@@ -29,6 +28,7 @@"]


def test_nothing_changed_is_no_diff() -> None:
    assert unified_diff("a\n", "a\n") == "" == coloured_diff("a\n", "a\n")


def test_names_that_would_break_the_header_are_quoted() -> None:
    diff = unified_diff("a", "b", "new\nline é")
    assert diff.split("\n--- ")[0].startswith('--- "a/new\\nline é"\n+++ "b/new\\nline é"\n')


def test_colours_mark_the_letters_and_nothing_steers_the_terminal() -> None:
    diff = coloured_diff("see teh cat\x1b[2J\n", "see the cat\x1b[2J\n", "x", [Edit(5, 7, "he")])
    assert "\033[31m-see t\033[7meh\033[0m\033[31m cat\\x1b[2J\033[0m\n" in diff
    assert "\033[32m+see t\033[7mhe\033[0m\033[32m cat\\x1b[2J\033[0m\n" in diff
