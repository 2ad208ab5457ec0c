"""Chosen blocks to text or Markdown, as edits of the source."""
