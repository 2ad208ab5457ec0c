"""Scripts that make shipped data from permitted sources; not needed to run the cleaner."""
