"""Whether a text is an HTML page: asked for every text that is cleaned with input_format="auto", so it must be sure."""

from __future__ import annotations

import re

PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
HEAD = 4096  # code points looked at


def looks_like_html(text: str) -> bool:
    """Whether the text begins as a page does.

    >>> looks_like_html("<!DOCTYPE html><p>Text"), looks_like_html("Use <b> and <html> with care.")
    (True, False)
    """
    return PAGE.match(text[:HEAD].lstrip("\ufeff")) is not None
