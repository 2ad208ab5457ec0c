"""Docstrings as Markdown: sessions with `>>>` become blocks of code, roles such as :class: become names. For mkdocstrings."""

from __future__ import annotations

import re
from typing import Any

import griffe

ROLE = re.compile(r":(?:class|func|meth|mod|data):`~?([^`]+)`")


def as_markdown(docstring: str) -> str:
    r"""A docstring with its sessions fenced.

    >>> as_markdown("See :class:`Cleaner`.\n\n>>> 1 + 1\n2")
    'See `Cleaner`.\n\n```python\n>>> 1 + 1\n2\n```'
    """
    paragraphs = ROLE.sub(r"`\1`", docstring).split("\n\n")
    return "\n\n".join(f"```python\n{part}\n```" if part.lstrip().startswith(">>>") else part for part in paragraphs)


class Docstrings(griffe.Extension):
    """Rewrites every docstring before it is rendered."""

    def on_object(self, *, obj: Any, **_: Any) -> None:
        if obj.docstring:
            obj.docstring.value = as_markdown(obj.docstring.value)
