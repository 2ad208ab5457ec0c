"""The user's own article: exactly three changes, by every way in. It is third-party text and lies outside of the project."""

from __future__ import annotations

import pytest

import cleaner
from tests import SHARED

ARTICLE = SHARED / "seed" / "article.txt"
pytestmark = pytest.mark.skipif(not ARTICLE.is_file(), reason="the article is not here")


def test_three_changes_and_no_other() -> None:
    data = ARTICLE.read_bytes()
    result = cleaner.clean(data)
    assert [(change.before.strip(" "), change.after.strip(" ")) for change in result.changes] == [
        ("í", "i"),
        ("to", ""),
        ("\n\n%d bloggers like this:", ""),
    ]
    assert [change.rule.split(".")[0] for change in result.changes] == ["encoding", "typos", "boilerplate"]
    assert result.undo() == data
    assert cleaner.clean(result.text).changes == []
