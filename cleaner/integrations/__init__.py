"""Adapters of engines that run elsewhere: Arrow, Ray, Spark, datasets, Polars, DuckDB, datatrove. One thin file each."""
