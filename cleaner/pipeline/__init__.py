"""The pipeline: a Cleaner runs a chain of filters to a fixpoint and gives a Result. Start at :mod:`cleaner.pipeline.cleaner`."""
