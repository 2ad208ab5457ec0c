"""The change log as JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleaner.result import Result


def log_lines(result: Result, name: str) -> Iterator[str]:
    """A head, a record per change, a foot."""
    for change in result.changes:
        yield json.dumps(change._asdict())
