"""Scripts that make what is in `cleaner/data/`: `python -m training.FOLDER.NAME` in a checkout. They do not ship."""
