"""Ray Data: clean a dataset on a Ray cluster.

    import ray
    from cleaner.integrations.ray import clean

    pages = ray.data.read_parquet("s3://bucket/pages")
    clean(pages, "text").write_parquet("s3://bucket/clean")

The columns that come out are those of :func:`cleaner.integrations.arrow.clean_batch`. Ray starts the work of a dead worker
again on another one; cleaning has no state, so nothing is lost and nothing is done by halves. Needs
`pip install "cleaner-text[ray]"`, on the workers too.
"""

from __future__ import annotations

from typing import Any

from cleaner.integrations.arrow import BatchCleaner


def clean(dataset: Any, column: str = "text", *, ray_options: dict[str, Any] | None = None, **options: Any) -> Any:
    """A `ray.data.Dataset` with one column cleaned; lazy, as all of Ray Data is.

    `options` are those of :func:`cleaner.integrations.arrow.clean_batch`; `ray_options` go to `Dataset.map_batches`
    (`batch_size`, `num_cpus`, `concurrency`, ...). Raises InputError, when the dataset is run, for a column that is not
    text.
    """
    kernel = BatchCleaner(column, **options)

    def clean_block(table: Any) -> Any:
        return kernel(table)

    # A block as it is: rows need not be cut or copied for a function that never writes into its input
    settings = {"batch_size": None, "zero_copy_batch": True, **(ray_options or {})}
    return dataset.map_batches(clean_block, batch_format="pyarrow", **settings)


def mine(dataset: Any, column: str = "text", *, site: str = "site", sample: int = 500) -> Any:
    """A `ray.data.Dataset` of the boilerplate rules of every site; arguments as in :mod:`cleaner.integrations.mining`."""
    from cleaner.integrations.mining import MINERS, map_batches, merge_groups

    def map_block(table: Any) -> Any:
        import pyarrow

        return pyarrow.Table.from_batches(map_batches(table.select([column, site]).to_batches(), column, site, sample), MINERS)

    miners = dataset.map_batches(map_block, batch_format="pyarrow", batch_size=None, zero_copy_batch=True)
    return miners.groupby("site").map_groups(merge_groups, batch_format="pyarrow")
