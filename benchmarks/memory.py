"""Peak memory of a pipe by the size of its input, for a text and for JSON Lines made of it.

    python benchmarks/memory.py TEXT [--sizes 1 20 50]

TEXT is a file in UTF-8, repeated up to so many MB. The peaks must not grow with the size.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

RECORD = 2_000  # code points of a record
# A process of its own measures, so that the peak is that of the command.
RUN = """
import resource, sys
from cleaner.cli.main import guarded
code = guarded(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, file=sys.stderr)
sys.exit(code)
"""


def peak(source: Path, *arguments: str) -> int:
    """Peak memory in MB of cleaning a file from standard input."""
    with source.open("rb") as stream:
        command = [sys.executable, "-c", RUN, *arguments]
        done = subprocess.run(command, stdin=stream, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True, text=True)
    return int(done.stderr.split()[-1])


def main() -> None:
    """Print a row for each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", type=Path)
    parser.add_argument("--sizes", type=float, nargs="+", default=[1, 20, 50], help="MB")
    options = parser.parse_args()
    text = options.text.read_text("utf-8")
    size = len(text.encode())
    records = [json.dumps({"text": text[start : start + RECORD]}, ensure_ascii=False) for start in range(0, len(text), RECORD)]
    with tempfile.TemporaryDirectory() as folder:
        for megabytes in options.sizes:
            peaks = []
            for name, piece in (("text", text), ("jsonl", "\n".join(records) + "\n")):
                source = Path(folder) / f"input.{name}"
                with source.open("w", encoding="utf-8") as file:
                    for _ in range(int(megabytes * 1e6 // size)):
                        file.write(piece)
                    file.write(piece[: int(len(piece) * (megabytes * 1e6 % size) / size)].rpartition("\n")[0])
                peaks.append(peak(source, "--input-format", name))
                os.remove(source)
            print(f"{megabytes:6g} MB   text {peaks[0]:4} MB   JSON Lines {peaks[1]:4} MB", flush=True)


if __name__ == "__main__":
    main()
