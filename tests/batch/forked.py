"""Runs of the command in processes of their own that need not import it again: a process that has imported it forks for each.

A run of `cleaner` that does next to nothing takes half a second, of which nearly all is the import of modules. Tests that end
hundreds of runs at one system call after the other cannot wait for that. The process that forks has no threads, which a process
that runs tests cannot promise.

Calls of `os` are counted by functions that take their place; writes by a library that is loaded before that of C (`shim.c`),
where there is a compiler.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple, Self

import cleaner

CALLS = ("replace", "rename", "link", "fsync", "unlink", "fchmod", "open")


SHIM = Path(__file__).with_name("shim.c")


class Ended(NamedTuple):
    """The exit code of a run, how many of the counted calls it had made, and what it said on standard error."""

    code: int
    calls: int
    err: str


def built_shim(folder: Path) -> Path | None:
    """The library that counts writes; None where it cannot be made."""
    compiler, made = shutil.which("cc"), folder / "shim.so"
    if sys.platform != "linux" or compiler is None:
        return None
    done = subprocess.run([compiler, "-shared", "-fPIC", "-o", made, SHIM, "-ldl"], capture_output=True, check=False)
    return made if done.returncode == 0 else None


class Forker:
    """Starts the process that forks; use it as a context."""

    def __init__(self, shim: Path | None = None) -> None:
        self.counts_writes = shim is not None
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(cleaner.__file__).parent.parent), *sys.path[:1]])}
        if shim is not None:
            environment["LD_PRELOAD"] = str(shim)
        command = [sys.executable, "-c", "from tests.batch.forked import serve; serve()"]
        root = str(Path(__file__).resolve().parents[2])
        self._process = subprocess.Popen(
            command, cwd=root, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(
        self, folder: Path, *arguments: str, turn: int = 0, how: str = "kill", commit: int = 3, counted: str = "calls"
    ) -> Ended:
        """`cleaner ARGUMENTS` in a folder. The call whose `turn` it is (0: none) ends the process or fails as on a full disk.

        `commit` is after how many inputs their outputs are put in place; `counted` are "calls" or, with the shim, "writes".
        """
        assert self._process.stdin
        assert self._process.stdout
        asked = {"folder": str(folder), "arguments": arguments, "turn": turn, "how": how, "commit": commit, "counted": counted}
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return Ended(*json.loads(self._process.stdout.readline()))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._process as process:
            assert process.stdin
            process.stdin.close()


def serve() -> None:
    """Answer one request a line, until there are no more."""
    from cleaner.batch.journal import digest_of_shipped_files
    from cleaner.cli.main import guarded

    guarded(["--isolated", __file__, "-q", "--check", "--exit-zero"])  # what a run imports when it cleans
    digest_of_shipped_files()  # and reads when it has a journal
    for line in sys.stdin:
        asked = json.loads(line)
        reads, writes = os.pipe()
        child = os.fork()
        if not child:
            os.close(reads)
            _be_run(asked, writes)
        os.close(writes)
        with os.fdopen(reads, "rb") as said:
            text = said.read().decode("utf-8", "replace")
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        _, _, counted = text.rpartition("\0")
        answer = status, int(counted) if counted.isdigit() else 0, text.partition("\0")[0]
        print(json.dumps(answer), flush=True)


def _be_run(asked: dict[str, Any], writes: int) -> None:
    """The child: one run, then the end of the process."""
    import cleaner.batch.run
    from cleaner.cli.main import guarded

    code = 1
    try:
        nothing = os.open(os.devnull, os.O_RDWR)
        for number, wanted in enumerate((nothing, nothing, writes)):
            os.dup2(wanted, number)
        os.chdir(asked["folder"])
        cleaner.batch.run.COMMIT = asked["commit"]
        count = [0]
        if asked["counted"] == "writes":
            ctypes.CDLL(None).shim_arm(ctypes.c_long(asked["turn"]), asked["how"] == "fail")
        else:
            for name in CALLS:
                _count(name, count, asked["turn"], asked["how"])
        code = guarded(asked["arguments"])
        sys.stderr.write(f"\0{ctypes.CDLL(None).shim_count() if asked['counted'] == 'writes' else count[0]}")
        sys.stderr.flush()
    finally:  # a traceback is told by the hook, which the end of the process would not call
        if sys.exc_info()[0] is not None:
            sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
        os._exit(code)


def _count(name: str, count: list[int], turn: int, how: str) -> None:
    """Count the calls of a function of `os`; the one whose turn it is ends the process, or fails."""
    real = getattr(os, name)

    def call(*arguments: Any, **keywords: Any) -> Any:
        count[0] += 1
        if count[0] == turn:
            if how == "kill":
                os._exit(137)
            raise OSError(28, "No space left on device")
        return real(*arguments, **keywords)

    setattr(os, name, call)
