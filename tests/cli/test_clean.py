"""`cleaner [clean]` on pipes, files and folders: what goes where, and with which exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from cleaner.cli.main import COMMANDS
from tests.cli.conftest import Command

DIRTY, CLEAN = b"They walked to the the house.\n", b"They walked to the house.\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4


def tree(root: Path) -> dict[str, bytes]:
    """The files below a folder, by relative path."""
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


# ---- pipe -------------------------------------------------------------------------------------------------------------


def test_pipe(run: Command) -> None:
    assert run(stdin=DIRTY) == (0, CLEAN, "")
    assert run("-", stdin=DIRTY) == (0, CLEAN, "")
    assert run(stdin=b"") == (0, b"", "")


def test_pipe_is_utf8_whatever_came_in(run: Command) -> None:
    assert run(stdin="Καλημέρα σας".encode("utf-16")).out.decode() == "Καλημέρα σας"
    assert run("--encoding", "cp1252", stdin=b"na\xefve").out == "naïve".encode()


@pytest.mark.parametrize("data", [PNG, os.urandom(4096), b"\x00" * 100], ids=["png", "random", "zeros"])
def test_not_text(run: Command, data: bytes) -> None:
    code, out, err = run(stdin=data)
    assert (code, out) == (3, b"")
    assert err.startswith("cleaner: standard input: this is not text")
    assert err.count("\n") == 1


def test_files_to_stdout(run: Command) -> None:
    Path("a").write_bytes(DIRTY)
    Path("b").write_bytes(b"Fine.\n")
    assert run("a", "b", "-q") == (0, CLEAN + b"Fine.\n", "")


def test_line_buffered_answers_before_the_end() -> None:
    command = [sys.executable, "-m", "cleaner", "--line-buffered"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        for _ in range(2):
            process.stdin.write(DIRTY)
            process.stdin.flush()
            assert process.stdout.readline() == CLEAN
        process.stdin.close()
    assert process.returncode == 0


def test_closed_pipe_and_full_disk() -> None:
    shell = f"yes 'a line of text' | head -c 300000 | {sys.executable} -m cleaner | head -1; echo ${{PIPESTATUS[2]}}"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, check=True)
    assert done.stdout.split() == [b"a", b"line", b"of", b"text", b"141"]
    assert done.stderr == b""
    if os.path.exists("/dev/full"):
        done = subprocess.run(
            ["bash", "-c", f"echo x | {sys.executable} -m cleaner > /dev/full"], capture_output=True, check=False
        )
        assert done.returncode == 3
        assert done.stderr == b"cleaner: standard output: No space left on device\n"


def test_a_plain_pipe_loads_nothing_heavy() -> None:
    script = (
        "import io, sys; sys.stdin = io.TextIOWrapper(io.BytesIO(b'A plain line.'))\n"
        "from cleaner.cli.main import guarded\n"
        "assert guarded([]) == 0\n"
        "heavy = {'click', 'ftfy', 'bs4', 'chardet', 'rapidfuzz', 'multiprocessing', 'numpy', 'asyncio', 'inspect'}\n"
        "heavy.add('cleaner.filters.scan')\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True, stdout=subprocess.DEVNULL)


# ---- --diff, --check, --stats, --log ----------------------------------------------------------------------------------


def test_diff_and_check_write_nothing(run: Command) -> None:
    Path("a.txt").write_bytes(DIRTY)
    code, out, err = run("--diff", "a.txt")
    assert (code, err) == (1, "")
    assert b"-" + DIRTY + b"+" + CLEAN in out
    assert run("--check", "a.txt").out.startswith(b'a.txt:1:19: typos.doubled.word " the" \xe2\x86\x92 "" (')
    assert run("--check", "a.txt").code == 1
    assert run("--check", stdin=CLEAN) == (0, b"", "")
    assert run("--diff", stdin=CLEAN) == (0, b"", "")
    assert tree(Path()) == {"a.txt": DIRTY}


def test_stats(run: Command) -> None:
    code, out, err = run("--stats", "json", stdin=DIRTY)
    assert (code, out) == (0, CLEAN)
    assert '"families": {"typos": 1}' in err
    assert "typos.doubled" in run("--stats", stdin=DIRTY).err


def test_log(run: Command) -> None:
    assert run("--log", "log.jsonl", stdin=DIRTY).code == 0
    assert "typos.doubled" in Path("log.jsonl").read_text()


# ---- -o and -i --------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small tree."""
    (tmp_path / "in/deep").mkdir(parents=True)
    (tmp_path / "in/a.txt").write_bytes(DIRTY)
    (tmp_path / "in/deep/b.txt").write_bytes(b"Fine.\n")
    (tmp_path / "in/deep/picture.png").write_bytes(PNG)
    (tmp_path / "in/link").symlink_to("a.txt")
    (tmp_path / "in/deep/b.txt").chmod(0o640)
    return tmp_path / "in"


@pytest.mark.parametrize("jobs", [1, 2])
def test_mirrored_tree(run: Command, folder: Path, jobs: int) -> None:
    code, out, err = run("in", "-o", "out", "-j", jobs)
    assert (code, out) == (0, b"")
    assert err.startswith("cleaner: 2 files cleaned, 1 change in 1 of them, 1 copied as they are")
    assert tree(Path("out")) == {"a.txt": CLEAN, "deep/b.txt": b"Fine.\n", "deep/picture.png": PNG, "link": CLEAN}
    assert os.readlink("out/link") == "a.txt"
    assert os.stat("out/deep/b.txt").st_mode & 0o777 == 0o640
    assert sorted(path.name for path in Path().iterdir()) == ["in", "out"]


def test_file_to_file_and_to_folder(run: Command, folder: Path) -> None:
    assert run("in/a.txt", "-o", "one.txt") == (0, b"", "")
    assert run("in/a.txt", "-o", "some/") == (0, b"", "")
    assert run("-o", "piped.txt", stdin=DIRTY) == (0, b"", "")
    assert Path("one.txt").read_bytes() == Path("some/a.txt").read_bytes() == Path("piped.txt").read_bytes() == CLEAN


def test_in_place(run: Command, folder: Path) -> None:
    before = os.stat("in/deep/b.txt")
    Path("in/a.txt").chmod(0o600)
    assert run("-i.bak", "in", "-q") == (0, b"", "")
    assert tree(Path("in")) == {
        "a.txt": CLEAN,
        "a.txt.bak": DIRTY,
        "deep/b.txt": b"Fine.\n",
        "deep/picture.png": PNG,
        "link": CLEAN,
    }
    assert os.stat("in/a.txt").st_mode & 0o777 == 0o600
    after = os.stat("in/deep/b.txt")
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns), "a clean file is not written"


def test_in_place_follows_a_named_link(run: Command, folder: Path) -> None:
    assert run("-i", "in/link").code == 0
    assert os.readlink("in/link") == "a.txt"
    assert Path("in/a.txt").read_bytes() == CLEAN


def test_hard_links_stay(run: Command, folder: Path) -> None:
    os.link("in/a.txt", "in/second.txt")
    assert run("in", "-o", "out", "-q").code == 0
    assert os.path.samefile("out/a.txt", "out/second.txt")
    assert run("-i", "in", "-q").code == 0
    assert os.path.samefile("in/a.txt", "in/second.txt")
    assert Path("in/second.txt").read_bytes() == CLEAN
    assert run("-i", "in", "-q").code == 0


# ---- what cannot be done ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["missing.txt"], 3, "missing.txt: no such file or directory"),
        (["in"], 2, "in: this is a folder (-o DIR"),
        (["in/a.txt", "-o", "in/a.txt"], 2, "would overwrite the input"),
        (["in", "in/a.txt", "-o", "in/a.txt"], 2, "several inputs need a folder"),
        (["-i", "in", "-o", "out"], 2, "-o and -i exclude each other"),
        (["-i", "-"], 2, "standard input cannot be cleaned in place"),
        (["in", "-o", "in/out"], 2, "the output in/out lies inside this input"),
        (["in", "-o", "in"], 2, "lies inside this input"),
        (["--select", "typo", "in/a.txt"], 2, "unknown rule 'typo'"),
        (["--preset", "nope", "in/a.txt"], 2, "there is no preset 'nope'"),
        (["--encoding", "klingon", "in/a.txt"], 2, "unknown encoding 'klingon'"),
        (["--config", "nope.toml", "in/a.txt"], 2, "nope.toml: there is no such config file"),
        (["--wat"], 2, "No such option"),
        (["--log", "no/such/folder.jsonl", "in/a.txt"], 3, "the log cannot be written: no such file or directory"),
        (["--input-format", "djvu", "in/a.txt"], 2, "unknown input format 'djvu'"),
        (["in/deep/picture.png"], 3, "in/deep/picture.png: this is not text"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_errors_are_one_line(run: Command, folder: Path, arguments: list[str], code: int, says: str) -> None:
    ran = run("-q", *arguments)
    assert (ran.code, ran.out) == (code, b"")
    assert says in ran.err
    assert ran.err.startswith("cleaner: ")
    assert ran.err.count("\n") == 1
    assert not list(Path().rglob(".cleaner-*"))


def test_the_rest_is_done(run: Command, folder: Path) -> None:
    (folder / "deep/c.txt").symlink_to("nowhere")
    Path("other").mkdir()
    Path("other/a.txt").write_bytes(DIRTY)
    code, _, err = run("in/a.txt", "other/a.txt", "-o", "out")
    assert code == 2
    assert "out/a.txt: two inputs would go to this output" in err
    assert not Path("out").exists()
    code, _, err = run("missing", "in/a.txt", "-o", "out")
    assert code == 3
    assert "missing: no such file" in err
    assert tree(Path("out")) == {"a.txt": CLEAN}


def test_pages_and_texts_of_one_name_collide(run: Command) -> None:
    Path("in").mkdir()
    Path("in/a.html").write_text("<html><body><p>One.</p></body></html>")
    Path("in/a.txt").write_bytes(DIRTY)
    code, _, err = run("in", "-o", "out")
    assert code == 3
    assert "in/a.txt: its output out/a.txt is that of in/a.html already" in err
    assert list(tree(Path("out"))) == ["a.txt"]


# ---- configuration ----------------------------------------------------------------------------------------------------


def test_config_is_found_upward(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("cleaner.toml").write_text('select = ["encoding"]\n')
    Path("deep").mkdir()
    monkeypatch.chdir("deep")
    assert run(stdin=DIRTY).out == DIRTY
    assert run("--isolated", stdin=DIRTY).out == CLEAN
    assert run("--select", "typos", stdin=DIRTY).out == CLEAN
    Path("pyproject.toml").write_text('[tool.cleaner]\nselect = ["typos"]\n')
    assert run(stdin=DIRTY).out == CLEAN


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("selct = []", "unknown key 'selct' (did you mean select?)"),
        ("select = 'typos'", "select must be a list of strings"),
        ("unsafe = 1", "unsafe must be true or false"),
        ("words = 3", "words must be a table"),
        ("[words]\nkep = []", "[words] has lists keep and files"),
        ("[", "cannot read the config file"),
    ],
)
def test_broken_config(run: Command, text: str, says: str) -> None:
    Path("cleaner.toml").write_text(text)
    code, out, err = run(stdin=DIRTY)
    assert (code, out) == (2, b"")
    assert says in err
    assert "cleaner.toml: " in err


def test_config_commands(run: Command) -> None:
    assert run("config", "init").code == 0
    assert run("config", "init").code == 2
    assert '"preset": "web"' in run("config", "show").out.decode()


# ---- other commands ---------------------------------------------------------------------------------------------------


def test_rules_commands(run: Command) -> None:
    assert b"typos.doubled" in run("rules", "list", "typos.doubled").out
    assert b"web" in run("rules", "list", "--presets").out
    assert b"before:" in run("rules", "explain", "typos.doubled").out
    assert run("rules", "explain", "typos.dubled").code == 2


def test_rules_test_finds_a_broken_rule(run: Command) -> None:
    pack = """filter = "boilerplate.phrases"
[[rule]]
id = "boilerplate.mine.hello"
safety = "safe"
why = "It greets."
examples = [{ before = "Text.\\n\\nGreetings from the kitchen", after = "%s" }]
keeps = ["Greetings from the kitchen and the garden."]
phrases = ["Greetings from the kitchen"]
"""
    Path("good.toml").write_text(pack % "Text.")
    Path("bad.toml").write_text(pack % "Nothing.")
    assert run("rules", "test", "good.toml").code == 0
    code, out, _ = run("rules", "test", "bad.toml")
    assert code == 1
    assert b"boilerplate.mine.hello" in out


def test_every_command_of_the_table_is_there_and_explains_itself(run: Command) -> None:
    for name in COMMANDS:
        if find_spec(COMMANDS[name][0]) is None:
            assert "not part of this version" in run(name).err
        else:
            code, out, err = run(name, "--help")
            assert (code, err) == (0, ""), name
            assert out.startswith(b"Usage: cleaner")


def test_version_and_help(run: Command) -> None:
    assert run("--version").out.startswith(b"cleaner ")
    assert b"undo" in run("--help").out
    assert "did you mean cleaner undo?" in run("undoo").err


def test_by_site(run: Command) -> None:
    for site in ("harbour", "mill"):
        Path("in", site).mkdir(parents=True)
        for k in range(6):
            body = f"The ferry number {k} left on a {'very ' * k}calm evening, and nobody was late."
            Path(f"in/{site}/{k}.txt").write_text(f"The {site.title()} Gazette\n\n{body}\n\nFiled under {site} matters\n")
    code, _, err = run("in", "-o", "out", "--by-site", "-j", 2, "--log", "log.jsonl")
    assert code == 0
    assert "learned from 2 sites" in err
    text = Path("out/mill/3.txt").read_text()
    assert "nobody was late" in text
    assert "Gazette" not in text
    assert run("undo", "out", "--log", "log.jsonl", "-o", "back").code == 0
    assert tree(Path("back")) == tree(Path("in"))
