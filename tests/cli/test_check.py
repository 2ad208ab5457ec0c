"""`--check` and `--diff`: what and where, in every form, with and without colours."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cleaner.batch import work
from cleaner.cli.colours import colours
from cleaner.formats import text
from tests.cli.conftest import Command

BAD = "Fine.\nWe should of gone to the the house.\n"


@pytest.fixture
def files(run: Command) -> Command:
    Path("in").mkdir()
    Path("in/a.txt").write_text(BAD)
    Path("in/b.md").write_text("# Title\n\n" + BAD)
    Path("in/c.jsonl").write_text('{"text": "ok"}\n{"text": "the the cat"}\n')
    Path("in/d.json").write_text('{"x": "the the cat"}')
    Path("in/e.csv").write_text("id,text\n1,the the cat\n")
    return run


def test_text_says_what_and_where(files: Command) -> None:
    code, out, err = files("in", "--check")
    lines = out.decode().splitlines()
    assert code == 1
    assert lines[0].startswith('in/a.txt:2:11: typos.confusions.could-of "of" → "have" (')
    assert [line.split(" ")[0] for line in lines] == [
        "in/a.txt:2:11:", "in/a.txt:2:25:", "in/b.md:4:11:", "in/b.md:4:25:", "in/c.jsonl:2:14:", "in/e.csv:2:4:",
    ]  # fmt: skip
    assert "4 files checked, 6 changes in 4 of them" in err
    assert "1 left alone: not prose" in err


@pytest.mark.parametrize("form", ["json", "gitlab", "sarif"])
def test_documents(files: Command, form: str) -> None:
    code, out, _ = files("in", "--check", "--output-format", form, "-q")
    table = json.loads(out)
    assert code == 1
    found = table["runs"][0]["results"] if form == "sarif" else table
    assert len(found) == 6
    assert "should" not in json.dumps(found[0]["locations" if form == "sarif" else "location"])
    clean = files("--check", "--output-format", form, stdin=b"Fine.\n")
    assert clean.code == 0
    assert json.loads(clean.out) in ([], json.loads(clean.out))
    if form == "sarif":
        rules = {rule["id"] for rule in table["runs"][0]["tool"]["driver"]["rules"]}
        assert {result["ruleId"] for result in found} == rules
    if form == "gitlab":
        assert len({entry["fingerprint"] for entry in found}) == 6


def test_sarif_is_valid(files: Command) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((Path(__file__).parent.parent / "changelog/sarif-subset.schema.json").read_text())
    jsonschema.validate(json.loads(files("in", "--check", "--output-format", "sarif", "-q").out), schema)


def test_github(files: Command) -> None:
    Path("in/%a,b:c.txt").write_text(BAD)
    out = files("in/%a,b:c.txt", "--check", "--output-format", "github").out.decode()
    assert out.startswith(
        "::warning title=cleaner (typos.confusions.could-of),file=in/%25a%2Cb%3Ac.txt,line=2,col=11,endLine=2,endColumn=13::"
    )
    assert out.count("\n") == 2


def test_grouped_statistics_suggestions_exit_zero(files: Command) -> None:
    out = files("in", "--check", "--output-format", "grouped").out.decode()
    assert out.startswith("in/a.txt:\n  2:11 ")
    assert "\n\nin/b.md:\n" in out
    out = files("in", "--check", "--statistics").out.decode()
    assert "4  typos.doubled.word [safe]" in out
    assert files("in", "--check", "--exit-zero").code == 0
    assert files("in", "--diff", "--exit-zero").code == 0
    text = b"He was more then happy, their going home.\n"
    some = files("--check", stdin=text).out
    every = files("--check", "--show-suggestions", stdin=text).out
    assert len(every.splitlines()) >= len(some.splitlines())
    assert files("--statistics", stdin=b"x").code == 2
    assert files("--output-format", "json", stdin=b"x").code == 2
    assert files("--check", "--diff", stdin=b"x").code == 2


def test_a_large_file_has_its_lines(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "WHOLE", 90_000)
    monkeypatch.setattr(text, "BLOCK", 50_000)
    monkeypatch.setattr(work, "WHOLE_FILE", 90_000)
    line = "A line of text that is clean, and there are many of them here.\n"
    Path("big.txt").write_text(line * 3_000 + BAD)
    out = run("big.txt", "--check").out.decode()
    assert out.startswith("big.txt:3002:11: ")


def test_diff_marks_words_and_names_rules(files: Command) -> None:
    out = files("in/a.txt", "--diff", "--color", "always").out.decode()
    assert "\x1b[7mof\x1b[0m" in out
    assert "\x1b[7mhave\x1b[0m" in out
    assert "\x1b" not in files("in/a.txt", "--diff", "--color", "never").out.decode()
    plain = files("in/a.txt", "--diff", "-v").out.decode()
    assert plain.startswith('# in/a.txt:2:11: typos.confusions.could-of "of" → "have"')
    if shutil.which("patch"):
        subprocess.run(["patch", "-p1", "-s"], input=plain, text=True, check=True)
        assert Path("in/a.txt").read_text() == "Fine.\nWe should have gone to the house.\n"


@pytest.mark.parametrize(
    ("when", "variables", "expected"),
    [
        ("auto", {}, False), ("always", {"NO_COLOR": "1"}, True), ("never", {"FORCE_COLOR": "1"}, False),
        ("auto", {"FORCE_COLOR": "1"}, True), ("auto", {"CLICOLOR_FORCE": "1"}, True), ("auto", {"FORCE_COLOR": "0"}, False),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False), ("auto", {"NO_COLOR": "", "FORCE_COLOR": "1"}, True),
    ],
)  # fmt: skip
def test_when_there_are_colours(monkeypatch: pytest.MonkeyPatch, when: str, variables: dict[str, str], expected: bool) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "CLICOLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert colours(None, when) is expected


def test_rules_that_are_off_for_some_files(files: Command) -> None:
    Path("cleaner.toml").write_text('[per-file-ignores]\n"in/*.md" = ["typos.doubled"]\n"*.jsonl" = ["typos"]\n')
    out = files("in", "--check").out.decode()
    assert "in/b.md:4:11" in out
    assert "in/b.md:4:25" not in out
    assert "c.jsonl" not in out
    assert "in/a.txt:2:25" in out
    Path("cleaner.toml").write_text('[per-file-ignores]\n"*.md" = ["typos.dubled"]\n')
    assert "did you mean typos.doubled" in files("in", "--check").err


def test_marks_are_heeded_in_files(files: Command) -> None:
    Path("in/a.txt").write_text(f"# cleaner: off\n{BAD}")
    assert files("in/a.txt", "--check").code == 0
    assert files("in/a.txt", "--check", "--ignore-marks").code == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no terminals of this kind")
def test_one_end_of_input_is_enough_on_a_terminal() -> None:
    main, other = pty.openpty()
    command = [sys.executable, "-m", "cleaner"]
    with subprocess.Popen(command, stdin=other, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        os.close(other)
        os.write(main, b"See the the cat.\n\x04")
        started = time.monotonic()
        assert process.stdout
        assert process.stdout.read() == b"See the cat.\n"
        assert time.monotonic() - started < 100  # a second look at the terminal would wait for ever
    os.close(main)
    assert process.returncode == 0


def test_help_is_quick() -> None:
    def loaded(code: str) -> set[str]:
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        return set(re.findall(r"[\w.]+", done.stderr))

    code = (
        "import sys\nsys.argv = ['cleaner', '--help']\n"
        "from cleaner.cli.main import guarded\nguarded(['--help'])\nprint(*sys.modules, file=sys.stderr)"
    )
    ours = {name for name in loaded(code) if name.startswith("cleaner.")}
    assert "cleaner.pipeline.cleaner" not in ours
    assert not [
        name for name in ours if name.startswith(("cleaner.filters", "cleaner.models", "cleaner.html", "cleaner.formats"))
    ]


def test_version_for_bug_reports(run: Command) -> None:
    assert run("--version").out.count(b"\n") == 1
    out = run("--version", "--verbose").out.decode()
    assert "packages: ftfy" in out
    assert "kernel: " in out
    assert "rules: " in out


def test_a_missing_kernel_is_told_with_v(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    from cleaner.core import kernel

    monkeypatch.setattr(kernel, "kernel", lambda: None)
    assert "without its compiled kernel" in run("-v", stdin=b"text\n").err
    assert run(stdin=b"text\n").err == ""


def test_every_command_takes_h(run: Command) -> None:
    from cleaner.cli.main import COMMANDS

    for name in COMMANDS:
        assert run(name, "-h").code == 0, name
    assert run("log", "show", "-h").code == 0


@pytest.mark.parametrize(
    ("arguments", "closed"),
    [
        ("a.txt gone.txt -o out --log l.jsonl", "<&- >&- 2>&-"),
        ("a.txt gone.txt -o out --log l.jsonl", "2>&-"),
        ("--check a.txt", "<&- >&- 2>&-"),
        ("rules list", "2>&-"),
    ],
)
def test_closed_streams(tmp_path: Path, arguments: str, closed: str) -> None:
    """No trace of the program, and no message within a file that was opened under the number of a stream."""
    (tmp_path / "a.txt").write_text(BAD)
    command = f"{sys.executable} -m cleaner {arguments} {closed}"
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, check=False)
    assert b"Traceback" not in done.stderr
    assert done.returncode in (0, 1, 3)
    if (tmp_path / "out").exists():
        assert (tmp_path / "out/a.txt").read_text() == "Fine.\nWe should have gone to the house.\n"
    if (tmp_path / "l.jsonl").exists():
        assert all(json.loads(line) for line in (tmp_path / "l.jsonl").read_text().splitlines())


def test_that_a_page_becomes_text_is_no_finding(files: Command) -> None:
    Path("in/p.html").write_text("<html><body><p>One line.</p></body></html>")
    assert files("in/p.html", "--check") == (0, b"", "")
    Path("in/p.html").write_text("<html><body>\n<p>We should of gone.</p></body></html>")
    code, out, _ = files("./in/p.html", "--check")
    assert code == 1
    assert out.startswith(b"in/p.html:2:14: typos.confusions.could-of")


def test_hidden_folders_stay_as_they_are(files: Command) -> None:
    for folder in (".venv", "deep/.cache/more"):
        Path("in", folder).mkdir(parents=True)
        Path("in", folder, "x.txt").write_text(BAD)
    assert files("in", "-o", "out", "-q").code == 0
    assert Path("out/.venv/x.txt").read_text() == BAD
    assert Path("out/deep/.cache/more/x.txt").read_text() == BAD
    assert "2 left alone: hidden folders" in files("-i", "in").err
    assert Path("in/.venv/x.txt").read_text() == BAD
