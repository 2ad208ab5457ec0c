"""Fixtures of the tests of engines."""

from tests.integrations.helpers import expected, patience, rows

__all__ = ["expected", "patience", "rows"]
