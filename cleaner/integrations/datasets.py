"""Hugging Face datasets: clean a Dataset, IterableDataset or DatasetDict.

    from datasets import load_dataset
    from cleaner.integrations.datasets import clean

    clean(load_dataset("parquet", data_files="pages/*.parquet", split="train"), "text", num_proc=8)
    clean(load_dataset("parquet", data_files="pages/*.parquet", split="train", streaming=True))

The columns that come out are those of :func:`cleaner.integrations.arrow.clean_batch`. The kernel pickles as its options, so the
cache of `datasets` finds a run with the same ones again. Needs `pip install "cleaner-text[datasets]"`.
"""

from __future__ import annotations

from typing import Any

from cleaner.integrations.arrow import BatchCleaner

BATCH_ROWS = 1000  # rows a call, the default of datasets; columns are cut further by the kernel


def clean(
    dataset: Any, column: str = "text", *, num_proc: int | None = None, batch_size: int = BATCH_ROWS, **options: Any
) -> Any:
    """A dataset like the one given, with one column cleaned; eager or streaming as `dataset` is.

    `num_proc` processes share an eager dataset. `options` are those of :func:`cleaner.integrations.arrow.clean_batch`. Raises
    InputError for a column that is not text (a streaming dataset: when it is read).
    """
    kernel = BatchCleaner(column, **options)
    settings: dict[str, Any] = {"batched": True, "batch_size": batch_size}
    if num_proc is not None:
        settings["num_proc"] = num_proc
    features = getattr(dataset, "features", None)
    if features is not None:
        settings["features"] = type(features).from_arrow_schema(kernel.schema(features.arrow_schema))
    return dataset.with_format("arrow").map(kernel, **settings).with_format(None)
