"""Digests of bytes without `hashlib`, which loads OpenSSL: 3.7 MB of memory for what CPython has of its own.

Its names for these modules differ between its versions, and other Pythons may not have them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__all__ = ["blake2b", "sha256"]


def _first(modules: tuple[str, ...], name: str) -> Any:
    """What the first of some modules that exists calls by a name.

    >>> _first(("_no_such_module", "hashlib"), "sha256")(b"abc").hexdigest()[:8]
    'ba7816bf'
    """
    for module in modules:
        try:
            return getattr(import_module(module), name)
        except ImportError:
            continue
    raise ImportError(f"this Python has no {name}")


if TYPE_CHECKING:
    from hashlib import blake2b, sha256
else:
    blake2b = _first(("_blake2", "hashlib"), "blake2b")
    sha256 = _first(("_sha2", "_sha256", "hashlib"), "sha256")  # before 3.12 the second
