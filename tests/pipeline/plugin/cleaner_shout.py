"""Lower-cases lines that shout."""

import cleaner


@cleaner.filter("shout.lower", safety="safe")
def lower(document):
    """A line in capitals alone is hard to read."""
    start = 0
    for line in document.lines:
        if line.isupper() and len(line) > 20:
            yield cleaner.Edit(start, start + len(line), line.capitalize())
        start += len(line) + 1
