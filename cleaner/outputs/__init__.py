"""Outputs: what is shown and written of a Result."""
