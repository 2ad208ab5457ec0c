"""A run over many inputs: discovery, workers, journal, atomic output, resume, restore. Start at :mod:`cleaner.batch.run`."""
