"""A corpus of tables in, a folder of clean tables out: the same parts whatever engine does them.

    inputs -> plan (parts) -> local, Ray or Spark: one part a task -> OUT/name-00000.parquet, ...

    plan      which part of which file makes which part of the output; what is done already
    records   JSON Lines as tables
    part      one part: read, clean, write beside, rename
    run       the parts on an engine, and what became of them

A part depends on its slice of the input and on the configuration alone, so the output is the same, byte for byte, for any
engine, number of workers and order, and a run that was killed goes on with the parts that are missing. The rows that come
out, one part after the other, do not depend on the size of the parts either. Start at :func:`cleaner.corpus.run.run`.
"""
