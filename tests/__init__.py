"""Tests by law and by data. `SHARED` is a folder of benchmarks and texts that users do not have: tests that want it skip."""

import os
from pathlib import Path

SHARED = Path(os.environ.get("CLEANER_SHARED", Path(__file__).resolve().parent.parent.parent / "shared"))
