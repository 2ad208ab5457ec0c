"""Controls, invisible characters, variation selectors, ligatures and surrogates: which of them a text holds, found in its
UTF-8 at memory speed.
"""

from __future__ import annotations

import re
from functools import cache

# Characters that the filters of the family `characters` may have to do with: controls, invisibles, variation selectors,
# presentation forms of Latin ligatures, surrogates; by the first byte of their UTF-8, which is searched for at memory speed.
ODD = {
    b"\xc2": rb"\xc2[\x80-\x9f\xad]",
    b"\xd8": rb"\xd8\x9c",
    b"\xe1": rb"\xe1(?:\x85[\x9f\xa0]|\xa0[\x8b-\x8f])",
    b"\xe2": rb"\xe2(?:\x80[\x8b-\x8f\xaa-\xae]|\x81[\xa0-\xaf])",
    b"\xe3": rb"\xe3\x85\xa4",
    b"\xed": rb"\xed[\xa0-\xbf].",
    b"\xef": rb"\xef(?:\xac[\x80-\x86]|\xb8[\x80-\x8f]|\xbb\xbf|\xbe\xa0|\xbf[\xb9-\xbb])",
    b"\xf3": rb"\xf3\xa0[\x80-\xbf].",
}
ODD_ASCII = bytes([*range(9), 11, 12, *range(14, 32), 127])


def odd_characters(data: bytes, is_plain: bool) -> frozenset[str]:
    """The characters of ODD and ODD_ASCII in a text, from its UTF-8. `is_plain`: it holds usual marks beside ASCII at most.

    >>> sorted(odd_characters("a\\u00adb\\x07".encode(), False))
    ['\\x07', '\\xad']
    """
    found = {bytes([byte]) for byte in set(data).intersection(ODD_ASCII)} if _holds_odd_ascii(data) else set[bytes]()
    if not is_plain:
        found.update(*(_pattern(pattern).findall(data) for lead, pattern in ODD.items() if lead in data))
    return frozenset([char.decode("utf-8", "surrogatepass") for char in found])


@cache
def _pattern(pattern: bytes) -> re.Pattern[bytes]:
    """Compiled when a text first asks for it: all of them take longer than cleaning a line."""
    return re.compile(pattern, re.DOTALL)


def _holds_odd_ascii(data: bytes) -> bool:
    return len(data.translate(None, ODD_ASCII)) < len(data)
