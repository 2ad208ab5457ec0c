"""The source of a page as elements and blocks with their offsets: parser, selectors, what the head says."""
