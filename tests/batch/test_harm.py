"""Nothing lost, nothing let in, nothing left behind: what a run may write, and how."""

from __future__ import annotations

import gzip
import os
import stat
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cleaner.batch.output.access import open_to
from cleaner.batch.output.atomic import AtomicFile, back_up, create, write_file
from tests.cli.conftest import Command, run

__all__ = ["run"]

DIRTY, CLEAN = "They walked to the the house.\n", "They walked to the house.\n"
RECORDS = '{"text": "They walked to the the house."}\nno record\n'


def everything(folder: Path = Path()) -> dict[str, bytes]:
    """All that is there: content of files, targets of links, kinds of the rest."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            found[str(path)] = os.readlink(path).encode()
        elif path.is_file():
            found[str(path)] = path.read_bytes()
        else:
            found[str(path)] = str(stat.S_IFMT(path.lstat().st_mode)).encode()
    return found


def mode(path: str | Path) -> int:
    return stat.S_IMODE(os.stat(path).st_mode)


@contextmanager
def reading(fifo: str) -> Iterator[list[bytes]]:
    """A reader behind a named pipe."""
    got: list[bytes] = []

    def read() -> None:
        with open(fifo, "rb") as stream:
            got.append(stream.read())

    os.mkfifo(fifo)
    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    yield got
    thread.join(10)


@pytest.fixture
def files(run: Command) -> Command:
    """A few inputs, and files that are not ours."""
    Path("a.txt").write_text(DIRTY)
    Path("b.txt").write_text(DIRTY)
    Path("diary.jsonl").write_text("My diary.\n")
    Path("words.txt").write_text("teh\n")
    Path("in/deep").mkdir(parents=True)
    Path("in/a.txt").write_text(DIRTY)
    Path("in/deep/b.txt").write_text(DIRTY)
    os.link("a.txt", "hard.jsonl")
    os.symlink("a.txt", "soft.jsonl")
    return run


REFUSED = [
    "-i a.txt --log a.txt",  # the log over an input, by any name of it
    "-i a.txt --log ./in/../a.txt",
    "-i a.txt --log hard.jsonl",
    "-i a.txt --log soft.jsonl",
    "a.txt -o c.txt --log a.txt",
    "b.txt -o c.txt --log diary.jsonl",  # a log over what is not ours
    "--diff a.txt --log diary.jsonl",
    "--check in --log a.txt",
    "a.txt -o c.jsonl --log c.jsonl",  # two outputs that meet
    "a.txt b.txt in/a.txt -o out",
    "a.txt -o a.txt",
    "a.txt -o hard.jsonl",
    "a.txt b.txt -o .",
    "--words words.txt a.txt -o words.txt",  # an output over what is read besides
    "--words words.txt a.txt --log words.txt -o c.txt",
    "in -o in",  # an output, log or journal inside an input
    "in -o in/out",
    "in -o in/deep",
    "in -o out --log in/log.jsonl",
    "-i in --log in/deep/log.jsonl",
    "-i in --log in/logs/",
    "in -o out --journal in/j.jsonl",
    "in -o out --journal diary.jsonl",  # a journal over what is not ours
    "in -o out --journal a.txt",
    "in -o out --journal log.jsonl --log log.jsonl",
    "-i in --journal in/a.txt",
    "a.txt -o c.txt --log y.csv",  # a format that a log does not have
    "a.txt -o c.txt --log y.html",
    "a.txt --log -",
    "-i page.html",
    "a.txt a.txt -o out",
    "undo a.txt --log diary.jsonl -o diary.jsonl",
    "log convert diary.jsonl --to csv -o diary.jsonl",
    "review a.txt --html a.txt",
    "apply a.txt --decisions diary.jsonl -o diary.jsonl",
    "mine in -o in/pack.toml",
]


@pytest.mark.parametrize("arguments", REFUSED)
def test_a_refused_run_touches_nothing(files: Command, arguments: str) -> None:
    Path("page.html").write_text("<html><body><p>One.</p></body></html>")
    before = everything()
    code, out, err = files(*arguments.split())
    assert (code, out) == (2, b""), err
    assert err.startswith("cleaner: ")
    assert err.count("\n") == 1
    assert everything() == before


LOGS = ["log.jsonl", "log.jsonl.gz", "log.parquet", "logs/"]


@pytest.mark.parametrize("log", LOGS)
@pytest.mark.parametrize(
    "arguments", ["b.txt -o c.txt", "-i in", "--check b.txt", "-", "apply b.txt --decisions d.json -o c.txt"]
)
def test_the_log_of_another_run_is_never_lost(files: Command, log: str, arguments: str) -> None:
    if log.endswith(".parquet"):
        pytest.importorskip("pyarrow", reason="the extra arrow is not installed")
    Path("d.json").write_text("{}")
    assert files("a.txt", "-o", "c.txt", "--log", log).code == 0
    before = everything()
    code, out, err = files(*arguments.split(), "--log", log, stdin=DIRTY.encode())
    assert (code, out) == (2, b"")
    assert "this is the log of another run, which could not be undone without it (--log names another" in err
    assert everything() == before


@pytest.mark.parametrize("log", LOGS)
def test_resume_goes_on_with_the_log_of_another_run(files: Command, log: str) -> None:
    if log.endswith(".parquet"):
        pytest.importorskip("pyarrow", reason="the extra arrow is not installed")
    assert files("-i", "a.txt", "--log", log).code == 0
    assert files("-i", "b.txt", "--log", log, "--resume").code == 0
    for name in ("a.txt", "b.txt"):
        assert files("undo", name, "--log", log).out.decode() == DIRTY


@pytest.mark.parametrize("name", ["a.txt", "in", "r.jsonl", "big.txt"])
def test_a_run_that_changed_nothing_takes_no_undo_away(files: Command, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The second run finds clean files and tells so in the log; what is undone is the first."""
    monkeypatch.setattr("cleaner.formats.text.WHOLE", 9000)
    monkeypatch.setattr("cleaner.formats.text.BLOCK", 5000)
    monkeypatch.setattr("cleaner.batch.work.WHOLE_FILE", 9000)
    Path("r.jsonl").write_text('{"text": "They walked to the the house."}\n')
    Path("big.txt").write_text((DIRTY + "\n") * 400)
    before = everything()
    assert files("-i", name, "--log", "log.jsonl").code == 0
    assert files("-i", name, "--log", "log.jsonl", "--resume").code == 0
    assert files("undo", name, "--log", "log.jsonl", "-i").code == 0
    assert {path: data for path, data in everything().items() if path in before} == before


@pytest.mark.parametrize(
    "data",
    [b"", b'{"kind":"he', gzip.compress(b'{"kind":"head","schema":"cleaner-log/1"}', mtime=0)[:12]],
    ids=["empty", "cut", "cut in gzip"],
)
def test_a_log_that_a_killed_run_left_may_be_written_again(files: Command, data: bytes) -> None:
    name = "log.jsonl.gz" if data.startswith(b"\x1f") else "log.jsonl"
    Path(name).write_bytes(data)
    assert files("a.txt", "-o", "c.txt", "--log", name).code == 0


# ---- pipes, devices, links ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("through", ["fifo", "door"])
@pytest.mark.parametrize("arguments", ["a.txt -o {}", "a.txt in/a.txt -o {}", "- -o {}"])
def test_a_pipe_is_written_to_and_stays(files: Command, through: str, arguments: str) -> None:
    with reading("fifo") as got:
        os.symlink("fifo", "door")
        assert files(*arguments.format(through).split(), stdin=DIRTY.encode()).code == 0
    assert b"".join(got).startswith(CLEAN.encode())
    assert stat.S_ISFIFO(os.lstat("fifo").st_mode)
    assert os.path.islink("door")


def test_other_commands_write_to_pipes_as_well(files: Command) -> None:
    files("a.txt", "-o", "c.txt", "--log", "log.jsonl")
    with reading("fifo") as got:
        assert files("undo", "c.txt", "--log", "log.jsonl", "-o", "fifo").code == 0
    assert got == [DIRTY.encode()]
    with reading("second") as got:
        assert files("log", "convert", "log.jsonl", "--to", "csv", "-o", "second").code == 0
    assert got[0].startswith(b"document,kind")
    with reading("third") as got:
        assert files("b.txt", "-o", "d.txt", "--log", "third").code == 0
    assert b'"kind":"foot"' in got[0]


def test_links_stay_links(files: Command) -> None:
    Path("real.txt").write_text("old")
    os.symlink("real.txt", "link.txt")
    assert files("a.txt", "-o", "link.txt", "--log", "log.jsonl").code == 0
    assert os.readlink("link.txt") == "real.txt"
    assert Path("real.txt").read_text() == CLEAN
    assert files("undo", "-i", "link.txt", "--log", "log.jsonl").code == 0
    assert os.readlink("link.txt") == "real.txt"
    assert Path("real.txt").read_text() == DIRTY


def test_no_link_that_stands_in_the_output_is_followed(files: Command) -> None:
    Path("outside").mkdir()
    Path("victim.txt").write_text("mine")
    Path("out").mkdir()
    os.symlink("../outside", "out/deep")
    os.symlink("../victim.txt", "out/a.txt")
    code, _, err = files("in", "-o", "out")
    assert code == 3
    assert "a link stands where" in err
    assert not list(Path("outside").iterdir())
    assert Path("victim.txt").read_text() == "mine"
    assert os.readlink("out/a.txt") == "../victim.txt"


def test_undo_follows_no_link_either(files: Command) -> None:
    files("in", "-o", "out", "--log", "log.jsonl")
    Path("outside").mkdir()
    Path("back").mkdir()
    os.symlink("../outside", "back/deep")
    assert files("undo", "out", "--log", "log.jsonl", "-o", "back").code == 3
    assert not list(Path("outside").iterdir())
    assert Path("back/a.txt").read_text() == DIRTY


def test_special_files_in_the_output_tree_are_left(files: Command) -> None:
    Path("out").mkdir()
    os.mkfifo("out/a.txt")
    code, _, err = files("in", "-o", "out")
    assert code == 3
    assert "a pipe stands where the output would go" in err
    assert stat.S_ISFIFO(os.lstat("out/a.txt").st_mode)
    assert Path("out/deep/b.txt").read_text() == CLEAN


# ---- temporary files, modes, attributes ---------------------------------------------------------------------------------


def test_temporary_files_cannot_be_guessed_followed_or_read(tmp_path: Path) -> None:
    first, second = (AtomicFile(tmp_path / "a.txt") for _ in range(2))
    assert len(first.temporary.name) > 30
    assert first.temporary != second.temporary
    assert mode(first.temporary) == 0o600
    first.discard()
    second.discard()
    assert not list(tmp_path.iterdir())
    victim = tmp_path / "victim"
    victim.write_text("mine")
    planted = tmp_path / "planted"
    planted.symlink_to(victim)
    create(planted).close()
    assert victim.read_text() == "mine"
    assert not planted.is_symlink()


@pytest.mark.parametrize(
    "arguments",
    [
        ["a.txt", "-o", "planted"],
        ["a.txt", "-o", "o.txt", "--log", "planted"],
        ["in", "-o", "out", "--journal", "planted"],
        ["undo", "clean.txt", "--log", "log.jsonl", "-o", "planted"],
    ],
)
def test_a_link_that_leads_to_nothing_is_no_place_for_an_output(files: Command, tmp_path: Path, arguments: list[str]) -> None:
    """Somebody else's folder is where a planted one leads, and a new file there may be a configuration that runs code."""
    assert files("a.txt", "-o", "clean.txt", "--log", "log.jsonl").code == 0
    Path("planted").symlink_to(tmp_path / "elsewhere")
    done = files(*arguments)
    assert (done.code, "leads to nothing" in done.err) == (2, True)
    assert not (tmp_path / "elsewhere").exists()
    assert Path("planted").is_symlink()


@pytest.mark.parametrize("private", [0o600, 0o640, 0o604])
def test_what_derives_from_an_input_is_never_more_open(files: Command, private: int) -> None:
    os.chmod("a.txt", private)
    os.chmod("in/deep/b.txt", private)
    assert files("a.txt", "-o", "c.txt", "--log", "log.jsonl").code == 0
    assert mode("c.txt") & ~private == 0
    assert mode("log.jsonl") & ~private == 0
    assert files("undo", "c.txt", "--log", "log.jsonl", "-o", "back.txt").code == 0
    assert mode("back.txt") & ~private == 0
    assert files("log", "convert", "log.jsonl", "--to", "csv", "-o", "log.csv").code == 0
    assert mode("log.csv") & ~private == 0
    assert files("review", "a.txt", "--html", "page.html").code == 0
    assert mode("page.html") & ~private == 0
    assert files("in", "-o", "out", "--log", "tree.jsonl.gz").code == 0
    assert mode("out/deep/b.txt") & ~private == 0
    assert mode("tree.jsonl.gz") & ~private == 0


def test_folders_are_mirrored_with_their_mode(files: Command) -> None:
    os.chmod("in", 0o750)
    os.chmod("in/deep", 0o700)
    assert files("in", "-o", "out", "--log", "log.jsonl").code == 0
    assert (mode("out"), mode("out/deep")) == (0o750, 0o700)
    assert mode("log.jsonl") & 0o077 == 0, "nobody else could read what is in a private folder"
    assert files("undo", "out", "--log", "log.jsonl", "-o", "back").code == 0
    assert mode("back/deep") == 0o700


def test_an_output_that_is_there_opens_no_further(files: Command) -> None:
    Path("c.txt").write_text("old")
    os.chmod("c.txt", 0o600)
    assert files("a.txt", "-o", "c.txt").code == 0
    assert mode("c.txt") == 0o600


def test_another_group_may_do_no_more_than_everybody(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.touch(0o640)
    path.chmod(0o640)
    state = path.stat()
    assert open_to(state, state.st_gid) == 0o640
    assert open_to(state, state.st_gid + 1) == 0o600


def test_in_place_keeps_attributes_and_times(files: Command) -> None:
    os.chmod("a.txt", 0o640)
    os.utime("a.txt", ns=(1_500_000_000_000_000_000, 1_600_000_000_000_000_000))
    try:
        os.setxattr("a.txt", "user.origin", b"a letter")
    except (OSError, AttributeError):
        pytest.skip("the file system has no extended attributes")
    assert files("-i", "a.txt").code == 0
    assert Path("a.txt").read_text() == CLEAN
    assert os.getxattr("a.txt", "user.origin") == b"a letter"
    assert os.stat("a.txt").st_mtime_ns == 1_600_000_000_000_000_000
    assert mode("a.txt") == 0o640


def test_backups_are_never_written_over(files: Command) -> None:
    assert files("-i.bak", "b.txt").code == 0
    Path("b.txt").write_text("Second the the text.\n")
    assert files("-i.bak", "b.txt").code == 0
    assert Path("b.txt.bak").read_text() == DIRTY
    assert Path("b.txt.bak2").read_text() == "Second the the text.\n"


def test_a_backup_without_hard_links(files: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def cannot(*_: object, **__: object) -> None:
        raise OSError(95, "not supported")

    monkeypatch.setattr(os, "link", cannot)
    Path("a.txt~").write_text("older")
    assert back_up(Path("a.txt"), "~").name == "a.txt~2"
    assert Path("a.txt~").read_text() == "older"
    assert Path("a.txt~2").read_text() == DIRTY


def test_a_file_is_forced_to_the_disk_and_so_is_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    real = os.fsync

    def noted(number: int) -> None:
        seen.append("folder" if stat.S_ISDIR(os.fstat(number).st_mode) else "file")
        real(number)

    monkeypatch.setattr(os, "fsync", noted)
    write_file(b"x", tmp_path / "a.txt")
    assert seen == ["file", "folder"]


# ---- what is not told twice, and what is -------------------------------------------------------------------------------


def test_resume_tells_again_what_failed_until_it_is_mended(files: Command) -> None:
    Path("in/r.jsonl").write_text(RECORDS)
    for options in ((), ("--resume",), ("--resume",)):
        code, _, err = files("in", "-o", "out", *options)
        assert code == 3
        assert "in/r.jsonl: line=2: not an object" in err
        assert "1 records failed" in err
    Path("in/r.jsonl").write_text(RECORDS.replace("no record", '{"text": "ok"}'))
    assert files("in", "-o", "out", "--resume").code == 0
    Path("in/r.jsonl").write_text(RECORDS)
    assert files("in", "-o", "out", "--resume", "--exclude", "r.jsonl").code == 0


def test_logs_and_journals_of_ours_are_no_inputs(files: Command) -> None:
    files("a.txt", "-o", "c.txt", "--log", "in/log.jsonl")
    Path("in/x.journal.jsonl").write_text('{"journal": 1, "run": "x", "config": "y"}\n')
    code, _, err = files("-i", "in")
    assert code == 0
    assert "2 left alone: not prose" in err


def test_special_inputs_of_a_project_are_refused(files: Command) -> None:
    os.mkfifo("pipe")
    for text in (
        'rules = ["pipe"]', '[words]\nfiles = ["pipe"]', 'rules = ["/dev/zero"]', '[words]\nfiles = ["../../etc/passwd"]',
        'preset = "/etc/hostname.toml"', 'rules = ["../x.toml"]',
    ):  # fmt: skip
        Path("cleaner.toml").write_text(text)
        started = time.process_time()
        code, _, err = files("a.txt")
        assert code == 2, text
        assert "cleaner.toml" in err or "pipe" in err
        assert time.process_time() - started < 20  # it is done at once; an endless file would take all memory first
        assert files("--isolated", "a.txt").code == 0
    Path("cleaner.toml").write_text("# " + "x" * (2 << 20))
    assert "larger than 1 MB" in files("a.txt").err


@pytest.mark.parametrize(
    "named", ['preset = "{}.toml"', 'rules = ["{}"]', 'dictionaries = ["{}.dic"]', '[words]\nfiles = ["{}"]']
)
def test_names_with_nul_are_refused_before_they_are_opened(files: Command, named: str) -> None:
    Path("cleaner.toml").write_text(named.format("x\\u0000"))
    code, _, err = files("a.txt")
    assert (code, "holds NUL" in err) == (2, True)
    Path("cleaner.toml").unlink()
    Path("list").write_bytes(b"a.txt\0b.txt\n")
    code, _, err = files("--files-from", "list", "-o", "out")
    assert (code, "holds NUL" in err) == (3, True)


def test_more_processes_than_a_machine_has_room_for_are_a_slip(files: Command) -> None:
    assert files("a.txt", "-j", "100000").code == 2


@pytest.mark.parametrize("place", ["broken_plugin:f", ".relative:f", "double..dot:f", ":f"])
def test_a_plugin_that_cannot_be_imported_is_told(files: Command, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    Path("broken_plugin.py").write_text("def (")
    monkeypatch.syspath_prepend(str(Path.cwd()))
    code, _, err = files("a.txt", "--filter", place)
    assert (code, "--filter: cannot import" in err) == (2, True)


def test_a_log_asks_no_plugin_about_an_empty_text(files: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    code = '@cleaner.filter("test.first")\ndef first(document):\n    document.text[0]\n    return []\n'
    Path("first_plugin.py").write_text(f"import cleaner\n{code}")
    monkeypatch.syspath_prepend(str(Path.cwd()))
    assert files("a.txt", "-o", "out.txt", "--log", "new.jsonl", "--filter", "first_plugin:first").code == 0


@pytest.mark.parametrize("deep", ["[" * 100_000, '{"a":' * 100_000])
def test_nesting_is_bounded(files: Command, deep: str) -> None:
    Path("deep.jsonl").write_text(deep + "\n")
    for arguments in (
        "log show deep.jsonl", "log verify deep.jsonl", "undo a.txt --log deep.jsonl", "apply a.txt --decisions deep.jsonl",
        "--rules deep.jsonl a.txt", "--config deep.jsonl a.txt", "deep.jsonl", "--input-format json deep.jsonl",
        "in -o out --journal deep.jsonl --resume",
    ):  # fmt: skip
        code, _, err = files(*arguments.split())
        assert code in (1, 2, 3), arguments
        assert "Traceback" not in err
        assert "RecursionError" not in err
    Path("deep.toml").write_text("x = " + "[" * 100_000)
    assert files("--rules", "deep.toml", "a.txt").code == 2
    assert files("--config", "deep.toml", "a.txt").code == 2
    assert files("--preset", "deep.toml", "a.txt").code == 2
    assert files(stdin=deep.encode()).code == 0, "text is text"


def test_names_and_texts_cannot_steer_a_terminal(files: Command) -> None:
    name = "in/\x1b[31mred.txt"
    Path(name).write_text("We saw the the \x1b[2J cat.\n")
    ran = [
        files("in", "--check"), files("--check", name), files("in", "-o", "out", "-v", "--log", "log.jsonl"),
        files("log", "show", "log.jsonl"), files("log", "verify", "log.jsonl", "--text", "in/a.txt"),
        files("log", "show", "log.jsonl", "--context", 20), files("undo", "out/deep", "--log", "log.jsonl", "-o", "back"),
        files("\x1b[31mgone"), files("review", "in", "--html", "page.html"),
    ]  # fmt: skip
    for code, out, err in ran:
        assert b"\x1b" not in out, code
        assert "\x1b" not in err, code


@pytest.mark.parametrize("form", ["text", "grouped", "json", "github", "gitlab", "sarif"])
def test_no_form_of_findings_steers_a_terminal(files: Command, form: str) -> None:
    name = "in/\x1b[31m\x9bred\n.txt"
    Path(name).write_text("We saw the the \x1b[2J cat.\n")
    code, out, _ = files("--check", name, "--output-format", form)
    assert code == 1
    assert b"\x1b" not in out
    assert "\x9b" not in out.decode()


def test_rules_of_a_log_and_names_in_a_comparison_cannot_steer_a_terminal(files: Command) -> None:
    """A log may come from anywhere, and so may a configuration or a plug-in that names rules."""
    files("a.txt", "-o", "c.txt", "--log", "log.jsonl")
    log = Path("log.jsonl").read_text().replace('"rule":"typos', '"rule":"\\u001b]0;x\\u0007\\n', 1)
    Path("log.jsonl").write_text(log.replace('"reason":"', '"reason":"\\u001b[2J', 1))
    name = "in/\x1b[31mred.txt"
    Path(name).write_text("We saw the the cat.\n")
    Path("one\x1b[31m.toml").write_text('preset = "web"\n')
    Path("two.toml").write_text('select = ["encoding"]\n')
    for line in (
        "log show log.jsonl",
        "log stats log.jsonl",
        "log verify log.jsonl",
        "map --log log.jsonl 1:3",
        "undo c.txt --log log.jsonl -o u.txt",
        "undo c.txt --log log.jsonl --rule no -o v.txt",
        "compare one\x1b[31m.toml two.toml in",
    ):
        arguments = line.split(" ")
        _, out, err = files(*arguments)
        assert b"\x1b" not in out, arguments
        assert "\x1b" not in err, arguments


def test_csv_begins_no_formula_and_reads_back(files: Command) -> None:
    Path("=cmd.txt").write_text("=1+1 the the cat\n@sum @sum\n'- a\n")
    assert files("=cmd.txt", "-o", "c.txt", "--log", "log.jsonl").code == 0
    assert files("log", "convert", "log.jsonl", "--to", "csv", "-o", "log.csv").code == 0
    assert "\n=cmd" not in Path("log.csv").read_text()
    assert files("undo", "c.txt", "--log", "log.csv").out == Path("=cmd.txt").read_bytes()


def test_pages_hold_a_policy(files: Command) -> None:
    assert files("review", "a.txt", "--html", "page.html").code == 0
    assert "Content-Security-Policy" in Path("page.html").read_text()


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_standard_output_led_into_an_input_is_refused(tmp_path: Path) -> None:
    import subprocess

    (tmp_path / "a.txt").write_text(DIRTY)
    for shell in ("cleaner a.txt >> a.txt", "cleaner --check a.txt b.txt --log l.jsonl >> l.jsonl"):
        command = shell.replace("cleaner", f"{sys.executable} -m cleaner")
        done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, check=False)
        assert done.returncode == 2, shell
    assert (tmp_path / "a.txt").read_text() == DIRTY


@pytest.mark.parametrize("journal", ["", "--resume", "--resume --journal e/f/j.jsonl"])
def test_folders_above_outputs_and_journals_are_made(files: Command, monkeypatch: pytest.MonkeyPatch, journal: str) -> None:
    monkeypatch.setattr("cleaner.cli.run_clean._takes_long", lambda *_: True)
    assert files("in", "-o", "a/b", "--log", "log.jsonl", *journal.split())[0] == 0
    assert Path("a/b/deep/b.txt").read_text() == CLEAN


def test_a_path_that_is_too_deep_is_an_error(run: Command) -> None:
    Path("a.txt").write_text("They went to the the house.\n")
    code, _, err = run("a.txt", "-o", "d/" * 1_500 + "x.txt")
    assert code in (2, 3)
    assert "name too long" in err.lower()
    assert [path.name for path in Path().iterdir()] == ["a.txt"]
