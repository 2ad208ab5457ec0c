"""Phrases that web software prints, and the models that judge lines of crude text."""
