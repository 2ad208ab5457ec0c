"""The shipped presets as Python reads them: TOML takes 10 ms to import and parse, a sixth of what the command takes to start.

    python -m training.presets

writes `cleaner/rulebook/parsed_presets.py`: tables by the bytes of their file. A preset that was changed and not parsed again is
read as TOML, as is one of the user.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

from cleaner.core.resources import rules_folder

PRESETS = ("web", "encoding")  # those that a pipe starts with
TARGET = Path(__file__).parent.parent / "cleaner" / "rulebook" / "parsed_presets.py"
HEAD = '''# ruff: noqa: E501
"""Tables of shipped presets, by the bytes of their file; made by `python -m training.presets`."""

from __future__ import annotations

from typing import Any

'''


def main() -> None:
    """Write the module."""
    parsed = {}
    for name in PRESETS:
        raw = (rules_folder() / "presets" / f"{name}.toml").read_bytes()
        parsed[raw] = tomllib.loads(raw.decode())
    TARGET.write_text(f"{HEAD}PARSED: dict[bytes, dict[str, Any]] = {parsed!r}\n", "utf-8")
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", str(TARGET)], check=True)  # noqa: S603


if __name__ == "__main__":
    main()
