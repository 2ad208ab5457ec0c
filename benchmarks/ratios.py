"""How many times as fast as `natural` and as the commit before this tree is, by text and length of document.

    pip install codespell==2.4.3
    python benchmarks/ratios.py [--before HEAD~1] [--of COMMIT] [--text FILE] [--rounds 3] [--keep TABLE]

`natural` is what one writes without a cleaner: ftfy, ten regular expressions, codespell's dictionary; it logs nothing, where the
cleaner logs every change. The text is the prose of this project's pages and docstrings, or FILE (UTF-8), in four states: a ASCII;
b typographic quotes and dashes; c the same with 2 % of lines dirty; d 70 % of lines read as the wrong encoding. A commit is built
beside this tree, with its kernel.

Each figure is CPU time of a process of its own, with the first sixth of the documents as warm-up (a command: with its start). The
systems take turns, and a ratio is the median over the rounds: ratios of one run hold on a busy machine, times do not. `--of`
measures another commit than this tree; `--keep` adds the ratios to `natural` to a table, which `speed_chart.py` draws.
"""

from __future__ import annotations

import argparse
import ast
import os
import pickle
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
SIZES = (200, 2_000)  # code points of a document
DIRTY, BROKEN = 50, 10  # every so many lines one is dirty in c, and seven are broken in d
NO_PROSE = re.compile(r"(?ms)^```.*?^```$|^(?:[ ]{4}|[|#!<>:@]|>>>)[^\n]*$|`[^`\n]*`|\]\([^)]*\)|[][*]")
PLAIN = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": " - ", "…": "..."})

CLEANER = """
import cleaner
chain = cleaner.Cleaner()
def run(text):
    result = chain.clean(text)
    len(result.changes)  # the log is made when it is asked for
    return result.text
"""
NATURAL = r"""
import re
from pathlib import Path
import codespell_lib
from ftfy import fix_text
RULES = [(re.compile(pattern, re.M), new) for pattern, new in [
    ("[\x00-\x08\x0b\x0e-\x1f\x7f\xad\u200b\u2060\ufeff]", ""), (r"^.*bloggers like this:.*$", ""),
    (r"^(Share this:|Like this:|Like Loading\.\.\.)$", ""), (r"^Click to share on .*\(Opens in new window\)$", ""),
    (r"(?i)^(Leave a Reply|Leave a comment).*$", ""), (r"^Notify me of new (comments|posts).*$", ""),
    (r"^(Skip to content|Older posts|Newer posts|Comments are closed\.)$", ""), (r"^(Proudly powered by|Powered by) \w+$", ""),
    (r"\b(\w+) \1\b", r"\1"), (r"[ \t]+$", ""),
]]
WORD = re.compile(r"[\w\-'’]+")
LIST = Path(codespell_lib.__file__).parent / "data/dictionary.txt"
PAIRS = [line.strip().partition("->")[::2] for line in LIST.read_text("utf-8").splitlines()]
RIGHT = {wrong: right for wrong, right in PAIRS if "," not in right}
def correct(match):
    right = RIGHT.get(match[0].lower())
    return match[0] if right is None else right.capitalize() if match[0][0].isupper() else right
def run(text):
    text = fix_text(text)
    for pattern, new in RULES:
        text = pattern.sub(new, text)
    return WORD.sub(correct, text)
"""
DOCUMENTS = """
import pickle, sys, time
documents = pickle.load(open(sys.argv[1], "rb"))
warm = len(documents) // 6
for document in documents[:warm]:
    run(document)
start = time.process_time()
for document in documents[warm:]:
    run(document)
print(time.process_time() - start)
"""
PIPE = "import sys\nsys.stdout.buffer.write(run(sys.stdin.buffer.read().decode()).encode())\n"
COMMAND = "from cleaner.cli.main import main\nmain([])\n"


def prose() -> str:
    """The paragraphs of the documentation and of the docstrings, a line each."""
    pages = [
        page.read_text("utf-8") for page in (*sorted(ROOT.glob("docs/**/*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md")
    ]
    for module in sorted(ROOT.glob("cleaner/**/*.py")):
        parts = ast.walk(ast.parse(module.read_text("utf-8")))
        kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
        pages += [ast.get_docstring(part) or "" for part in parts if isinstance(part, kinds)]
    paragraphs = (" ".join(one.split()) for page in pages for one in NO_PROSE.sub("", page).split("\n\n"))
    return "".join(f"{one}\n" for one in paragraphs if one[:1].isalpha())


def states(text: str) -> dict[str, str]:
    """The text as it is in each of the corpora."""
    plain = text.translate(PLAIN).encode("ascii", "ignore").decode()
    curly = re.sub(r"\B\"(?=\w)", "“", plain).replace('"', "”").replace("'", "’").replace(" - ", " — ")
    lines = curly.splitlines(True)
    dirty = (dirtied(line, number // DIRTY) if number % DIRTY == 0 else line for number, line in enumerate(lines))
    broken = (misread(f"“{line[:-1]}”\n") if number % BROKEN < 7 else line for number, line in enumerate(lines))
    return {"a": plain, "b": curly, "c": "".join(dirty), "d": "".join(broken)}


def dirtied(line: str, number: int) -> str:
    """A line with a defect, one kind after the other."""
    kinds = (
        misread(f"“{line[:-1]}”\n"),
        line.replace(" and ", " &amp; ", 1),
        line + "\nShare this:\n",
        line.replace("the ", "teh ", 1),
        line.replace(" the ", " the the ", 1),
        line.replace(" ", " \u200b", 1),
    )
    return kinds[number % len(kinds)]


def misread(line: str) -> str:
    """UTF-8 read as Windows-1252."""
    read = (bytes([byte]).decode("windows-1252", "ignore") or chr(byte) for byte in line.encode("utf-8"))
    return "".join(read)


def documents(text: str, size: int) -> list[str]:
    """The text as documents of whole words of about so many code points."""
    cut, found = 0, []
    while cut < len(text):
        end = text.find(" ", cut + size) if cut + size < len(text) else -1
        found.append(text[cut : end if end >= 0 else len(text)])
        cut += len(found[-1])
    return found


def environment(tree: str) -> dict[str, str]:
    """The environment of a process that imports the cleaner from a folder; "" for the one that is installed."""
    kept = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE")}
    return {**kept, "PYTHONPATH": tree} if tree else kept


def of_documents(script: str, tree: str, source: Path) -> float:
    """CPU seconds of a system for documents that are pickled in a file. -P: nothing is imported from the working directory."""
    command = [sys.executable, "-P", "-c", script + DOCUMENTS, str(source)]
    return float(subprocess.run(command, env=environment(tree), capture_output=True, text=True, check=True).stdout)


def of_command(script: str, tree: str, source: Path) -> float:
    """CPU seconds of a process that reads a file as standard input."""
    with source.open("rb") as stream:
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", script], stdin=stream, stdout=subprocess.DEVNULL, env=environment(tree)
        )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    return usage.ru_utime + usage.ru_stime


def cells(text: str, folder: Path) -> Iterator[tuple[str, Path, int, bool]]:
    """What is measured: its name, the file, bytes that are timed, whether it is the command."""
    for corpus, content in states(text).items():
        for size in SIZES:
            found = documents(content, size)
            path = folder / f"{corpus}{size}"
            path.write_bytes(pickle.dumps(found))
            yield f"{corpus} {size}", path, sum(len(one.encode()) for one in found[len(found) // 6 :]), False
        path = folder / f"{corpus}.txt"
        path.write_text(content, "utf-8")
        yield f"{corpus} command", path, path.stat().st_size, True


def timed(path: Path, is_command: bool, this: str, before: str, rounds: int) -> dict[str, list[float]]:
    """CPU seconds of each system in each round, in turns."""
    measure, own, peer = (of_command, COMMAND, NATURAL + PIPE) if is_command else (of_documents, CLEANER, NATURAL)
    systems = {"this": (own, this), "natural": (peer, "")} | ({"before": (own, before)} if before else {})
    found: dict[str, list[float]] = {name: [] for name in systems}
    for number in range(rounds):
        for name in list(systems)[:: 1 if number % 2 else -1]:
            found[name].append(measure(*systems[name], path))
    return found


def ratio(times: dict[str, list[float]], name: str) -> float:
    """How many times as fast as a system this tree is: the median over the rounds."""
    return median(other / own for other, own in zip(times[name], times["this"], strict=True))


def built(commit: str, folder: Path) -> str:
    """The folder into which a commit was installed; "" if there is no such commit (a shallow clone)."""
    tree, target = folder / "tree", folder / commit.replace("/", "-")
    done = subprocess.run(["git", "worktree", "add", "--quiet", "--detach", tree, commit], cwd=ROOT, check=False)
    if done.returncode:
        return ""
    try:
        install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(target), str(tree)]
        subprocess.run(install, check=True)
        if not list(target.glob("cleaner/core/_kernel*")):
            print(f"{commit} was built without its kernel", file=sys.stderr)
    finally:
        subprocess.run(["git", "worktree", "remove", "--force", tree], cwd=ROOT, check=True)
    return str(target)


def keep(path: Path, commit: str, rows: Iterable[tuple[str, float]]) -> None:
    """Add ratios to a table: day, commit, cell, ratio."""
    shown = subprocess.run(["git", "log", "-1", "--format=%cs\t%h", commit], cwd=ROOT, capture_output=True, text=True, check=True)
    with path.open("a", encoding="utf-8") as table:
        table.writelines(f"{shown.stdout.strip()}\t{cell}\t{value:.2f}\n" for cell, value in rows)


def main() -> None:
    """Print a row for each cell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--before", default="HEAD~1", help='a commit; "" for none')
    parser.add_argument("--of", default="", metavar="COMMIT")
    parser.add_argument("--text", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cells", nargs="+", metavar="CELL", help='such as "a 2000" and "c command"; all by default')
    parser.add_argument("--keep", type=Path, metavar="TABLE")
    options = parser.parse_args()
    text = options.text.read_text("utf-8") if options.text else prose()
    kept = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        before = built(options.before, folder) if options.before else ""
        this = built(options.of, folder) if options.of else ""
        if options.of and not this:
            parser.error(f"there is no commit {options.of}")
        print("| text, code points | MB/s | times natural | times the commit before |\n|---|---|---|---|")
        for cell, path, size, is_command in cells(text, folder):
            if options.cells and cell not in options.cells:
                continue
            times = timed(path, is_command, this, before, options.rounds)
            kept.append((cell, ratio(times, "natural")))
            speed = median(size / 1e6 / seconds for seconds in times["this"])
            earlier = f"{ratio(times, 'before'):.2f}" if before else "-"
            print(f"| {cell} | {speed:.2f} | {kept[-1][1]:.2f} | {earlier} |", flush=True)
    if options.keep:
        keep(options.keep, options.of or "HEAD", kept)


if __name__ == "__main__":
    main()
