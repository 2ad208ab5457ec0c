"""The change log: write, read, undo, positions, diff, exports, review page."""
