"""Spark: clean a DataFrame on a Spark cluster, by `mapInArrow`.

    from cleaner.integrations.spark import clean

    pages = spark.read.parquet("s3://bucket/pages")
    clean(pages, "text").write.parquet("s3://bucket/clean")

The columns that come out are those of :func:`cleaner.integrations.arrow.clean_batch`. Spark starts the task of a dead worker
again (`spark.task.maxFailures`); cleaning has no state, so nothing is lost. Needs `pip install "cleaner-text[spark]"` and
a Java runtime; the Python of the workers (`PYSPARK_PYTHON`) needs the package too.
"""

from __future__ import annotations

from typing import Any

from cleaner.core.errors import InputError
from cleaner.integrations.arrow import CHANGE_FIELDS, BatchCleaner


def clean(frame: Any, column: str = "text", **options: Any) -> Any:
    """A `pyspark.sql.DataFrame` with one column cleaned; lazy, and in as many partitions as the frame has.

    `options` are those of :func:`cleaner.integrations.arrow.clean_batch`. Raises InputError if the column is missing or is not
    text, or if a column to be made is there already.
    """
    kernel = BatchCleaner(column, **options)
    return frame.mapInArrow(kernel.stream, spark_schema(frame.schema, kernel))


def spark_schema(schema: Any, kernel: BatchCleaner) -> Any:
    """The `StructType` of what a kernel makes of a frame."""
    from pyspark.sql.types import ArrayType, BinaryType, DoubleType, LongType, StringType, StructField, StructType

    if schema.names.count(kernel.column) != 1:
        raise InputError(f"there is no one column {kernel.column!r}", remedy="columns: " + ", ".join(schema.names))
    if taken := [name for name in kernel.added if name in schema.names]:
        raise InputError(f"there is a column {taken[0]!r} already", remedy="rename or drop it")
    if not isinstance(schema[kernel.column].dataType, StringType | BinaryType):
        raise InputError(f"the column {kernel.column!r} holds {schema[kernel.column].dataType.simpleString()}, not text")
    change = [StructField(name, LongType() if name in ("start", "end") else StringType()) for name in CHANGE_FIELDS]
    log = ArrayType(StructType(change))
    types = {kernel.into: StringType(), "changes": log, "suggestions": log, "confidence": DoubleType(), "error": StringType()}
    kept = [StructField(field.name, types.get(field.name, field.dataType), metadata=field.metadata) for field in schema]
    return StructType(kept + [StructField(name, types[name]) for name in kernel.added])


def mine(frame: Any, column: str = "text", *, site: str = "site", sample: int = 500) -> Any:
    """A DataFrame of the boilerplate rules of every site; columns and `sample` as in :mod:`cleaner.integrations.mining`."""
    from cleaner.integrations.mining import map_batches, merge_groups

    def map_partition(batches: Any) -> Any:
        return map_batches(batches, column, site, sample)

    miners = frame.select(column, site).mapInArrow(map_partition, "site string, miner binary")
    return miners.groupBy("site").applyInArrow(merge_groups, "site string, pages long, rules long, pack string")
