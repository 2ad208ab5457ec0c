"""Scripts that make what is in `cleaner/data/`: `python -m training.NAME` in a checkout. They do not ship."""
