"""The optional module in C (`kernel/`): absent where the package was installed without a compiler."""

from __future__ import annotations

import os
from functools import cache
from importlib import import_module
from typing import Any

VERSION = 53  # of what Python and the kernel say to each other, as in kernel/module.c


@cache
def kernel() -> Any:
    """The compiled module; None where it was not built, or is switched off by CLEANER_PURE in the environment."""
    if os.environ.get("CLEANER_PURE"):
        return None
    try:
        found = import_module("cleaner.core._kernel")
    except ImportError:
        return None
    return found if found.VERSION == VERSION else None
