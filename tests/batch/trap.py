"""A filter that does what the text says to the process that runs it: `--filter tests.batch.trap:trap`."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import cleaner


@cleaner.filter("trap.text")
def trap(document: cleaner.Document) -> list[cleaner.Edit]:
    """It kills, hangs or raises."""
    if "KILL" in document.text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "HANG" in document.text:
        time.sleep(60)
    if "RAISE" in document.text:
        raise ZeroDivisionError("by design")
    if "ONCE" in document.text and not os.path.exists("once"):
        Path("once").touch()
        os._exit(3)
    return []
