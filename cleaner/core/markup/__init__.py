"""Formats of prose with markup: what is guarded in them, and comments that switch cleaning off."""
