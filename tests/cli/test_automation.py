"""The hooks of pre-commit and the action of GitHub, run as those would run them."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

import cleaner

yaml = pytest.importorskip("yaml", reason="PyYAML is not installed")

ROOT = Path(__file__).resolve().parents[2]
if not (ROOT / "action.yml").exists():
    pytest.skip("only in a checkout", allow_module_level=True)
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
EXPRESSION = re.compile(r"\$\{\{ *inputs\.([\w-]+) *\}\}")
DIRTY, CLEAN = "See the the cat.\n", "See the cat.\n"


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A machine on which `cleaner` is the program that is tested, and `python -m pip` only notes what it was asked for."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bin").mkdir()
    commands = {
        "cleaner": f'exec {sys.executable} -m cleaner "$@"',
        "python": 'printf \'%s\\n\' "$@" > "$HOME/asked"',
    }
    for name, command in commands.items():
        (tmp_path / "bin" / name).write_text(f"#!/bin/sh\n{command}\n")
        (tmp_path / "bin" / name).chmod(0o755)
    Path("docs").mkdir()
    Path("docs/a.md").write_text(DIRTY)
    Path("docs/two words.txt").write_text(DIRTY)
    Path("fine.txt").write_text(CLEAN)
    package = str(Path(cleaner.__file__).parent.parent)
    return {"PATH": f"{tmp_path}/bin:{os.environ['PATH']}", "HOME": str(tmp_path), "PYTHONPATH": package, "LC_ALL": "C.UTF-8"}


def step(name: str, environment: dict[str, str], **inputs: str) -> subprocess.CompletedProcess[str]:
    """A step of the action, as the runner does it: expressions are put into the environment, the script goes to bash."""
    [found] = [step for step in ACTION["runs"]["steps"] if step.get("name") == name]
    values = {key: str(table.get("default", "")) for key, table in ACTION["inputs"].items()} | inputs
    assert found["shell"] == "bash"
    assert not EXPRESSION.search(found["run"]), "an input in the script could be a command"
    given = {key: EXPRESSION.sub(lambda match: values[match[1]], text) for key, text in found["env"].items()}
    Path("step.sh").write_text(found["run"])
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "step.sh"]
    return subprocess.run(command, env={**environment, **given}, capture_output=True, text=True, check=False)


def test_the_action_is_whole() -> None:
    assert ACTION["runs"]["using"] == "composite"
    used = set(EXPRESSION.findall(str(ACTION["runs"]["steps"])))
    assert used == set(ACTION["inputs"])
    assert all(table["description"] for table in ACTION["inputs"].values())
    assert all("uses" in step or step.get("shell") for step in ACTION["runs"]["steps"])


@pytest.mark.parametrize(("version", "asked"), [("", "cleaner-text"), ("0.1.0", "cleaner-text==0.1.0")])
def test_the_action_installs(environment: dict[str, str], version: str, asked: str) -> None:
    done = step("Install", environment, version=version)
    assert done.returncode == 0, done.stderr
    assert Path("asked").read_text().split() == ["-m", "pip", "install", "--quiet", asked]


def test_the_action_checks(environment: dict[str, str]) -> None:
    done = step("Check", environment)
    assert done.returncode == 1
    assert [line.split("file=")[1].split(",")[0] for line in done.stdout.splitlines()] == ["docs/a.md", "docs/two words.txt"]
    assert done.stdout.startswith("::warning title=cleaner (typos.doubled.word)")
    assert step("Check", environment, paths="fine.txt").returncode == 0
    done = step("Check", environment, paths="docs/two words.txt\nfine.txt\n", **{"output-format": "text"})
    assert done.stdout.startswith("docs/two words.txt:1:8: ")
    assert step("Check", environment, options="--select=encoding\n--isolated").returncode == 0
    assert step("Check", environment, options="--wat").returncode == 2


@pytest.mark.parametrize("hostile", ["$(touch pwned)", "; touch pwned", "`touch pwned`", "-i", "--log=pwned", "&& touch pwned"])
def test_paths_of_the_action_are_no_commands_and_no_options(environment: dict[str, str], hostile: str) -> None:
    assert step("Check", environment, paths=hostile).returncode == 3, "a file that is not there"
    assert not Path("pwned").exists()
    assert Path("docs/a.md").read_text() == DIRTY


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_hooks(environment: dict[str, str], hook: dict[str, Any]) -> None:
    """pre-commit installs the project and runs `entry` with names of files that it has chosen by their types."""
    assert hook["language"] == "python"
    entry = shlex.split(hook["entry"])
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert entry[0] in project["scripts"]
    names = ["docs/a.md", "docs/two words.txt", "fine.txt"]
    done = subprocess.run([*entry, *names], env=environment, capture_output=True, text=True, check=False)
    checks = "--check" in entry
    assert done.returncode == (1 if checks else 0), done.stderr
    assert Path("docs/a.md").read_text() == (DIRTY if checks else CLEAN)
    assert done.stdout.count("\n") == (2 if checks else 0)
    assert Path("fine.txt").read_text() == CLEAN
    done = subprocess.run([*entry, "fine.txt"], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_types_of_files_are_those_that_pre_commit_knows() -> None:
    identify = pytest.importorskip("identify.identify", reason="identify is not installed")
    assert {kind for hook in HOOKS for kind in hook["types_or"]} <= identify.ALL_TAGS
