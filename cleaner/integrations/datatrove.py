"""datatrove: a pipeline block that cleans documents.

    from cleaner.integrations.datatrove import CleanText

    LocalPipelineExecutor(pipeline=[JsonlReader("pages/"), CleanText(), ParquetWriter("clean/")], tasks=8).run()

The text of a document is replaced; `metadata["changes"]` is the change log as a list of mappings, and
`metadata["clean_error"]` is there only for a document that was left as it is. Needs `pip install "cleaner-text[datatrove]"`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from datatrove.pipeline.base import PipelineStep

from cleaner.integrations.arrow import CHANGE_FIELDS
from cleaner.integrations.rows import RowCleaner
from cleaner.pipeline.cleaner import Cleaner


class CleanText(PipelineStep):  # type: ignore[misc] # datatrove is not typed for us
    """Clean the text of every document; `log=False` leaves the change log out of the metadata.

    `cleaner` says how (default: the preset "web"); `input_format` is one of `rows.INPUT_FORMATS`. What was counted goes to
    datatrove's statistics: documents, changed documents, changes, failed documents.
    """

    type = "✨ - CLEANER"
    name = "🧹 Clean text"

    def __init__(self, cleaner: Cleaner | None = None, *, log: bool = True, input_format: str = "auto") -> None:
        super().__init__()
        self.rows = RowCleaner(cleaner, input_format)
        self.log = log

    def run(self, data: Any, rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        """Clean documents as they come."""
        for document in data:
            with self.track_time():
                self._clean(document)
            yield document

    def _clean(self, document: Any) -> None:
        """Clean a document in place and count it."""
        row = self.rows(document.text)
        document.text = row.text
        if self.log:
            document.metadata["changes"] = [dict(zip(CHANGE_FIELDS, change, strict=False)) for change in row.changes]
        if row.error is not None:
            document.metadata["clean_error"] = row.error
            self.stat_update("failed")
        self.stat_update("documents")
        if row.changes:
            self.stat_update("changed")
            self.stat_update("changes", value=len(row.changes))
