"""What came of a run."""

from __future__ import annotations

from collections import Counter

from cleaner.formats.job import Tally


class Summary:
    """What came of a run, in numbers that add up.

    `cleaned` inputs went through the filters (`rewritten` of them differ from what they were); `copied` went to the output as
    they are, `left` stayed where they are (by why), `skipped` had been done by an earlier run, `failed` could not be cleaned.
    `failures` counts records that failed within inputs that were cleaned, now or by an earlier run.
    """

    def __init__(self) -> None:
        self.tally = Tally()
        self.cleaned = self.rewritten = self.copied = self.skipped = self.links = 0
        self.left: Counter[str] = Counter()
        self.failed: list[tuple[str, str]] = []
        self.failures = 0

    @property
    def inputs(self) -> int:
        """All inputs, whatever became of them."""
        return self.cleaned + self.copied + self.skipped + len(self.failed) + sum(self.left.values())
