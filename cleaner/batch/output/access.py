"""Who may read what a run writes: never more than could read what it was made from. Where a path that is written to leads."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from cleaner.core.errors import ConfigError


def umask() -> int:
    """The umask of this process. Linux tells it without changing it."""
    with suppress(OSError, ValueError), open("/proc/self/status", encoding="ascii", errors="replace") as status:
        for line in status:
            if line.startswith("Umask:"):
                return int(line.split()[1], 8)
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def open_to(state: os.stat_result, group: int) -> int:
    """Who may read and write what was made from a file: the bits for a file of a group.

    Where the group is another one, it may do no more than everybody.
    """
    mode = stat.S_IMODE(state.st_mode) & 0o777
    return mode if group == state.st_gid else (mode & ~0o070) | (mode & 0o007) << 3


def take_over(number: int, sources: Iterable[os.stat_result], target: os.stat_result | None = None) -> None:
    """Owner and mode of a new file: never more open than what it was made from, nor than what it replaces.

    A run as root gives its output to the owner of the input.
    """
    sources = list(sources)
    own, owner = os.fstat(number), target or next(iter(sources), None)
    if owner is not None and (own.st_uid, own.st_gid) != (owner.st_uid, owner.st_gid):
        with suppress(OSError):  # only root may give files away
            os.fchown(number, owner.st_uid, owner.st_gid)
    group = os.fstat(number).st_gid
    mode = stat.S_IMODE(target.st_mode) if target else (0o777 if sources else 0o666) & ~umask()
    for state in sources:
        mode &= open_to(state, group)
    os.fchmod(number, mode)


def take_over_all(number: int, like: os.stat_result, path: Path) -> None:
    """For a file that takes the place of its own input: owner, mode, extended attributes and times, as far as we may."""
    own = os.fstat(number)
    if (own.st_uid, own.st_gid) != (like.st_uid, like.st_gid):
        with suppress(OSError):
            os.fchown(number, like.st_uid, like.st_gid)
    if hasattr(os, "listxattr"):
        with suppress(OSError):  # a file system without them
            for name in os.listxattr(path):
                with suppress(OSError):  # security attributes are those of the system
                    os.setxattr(number, name, os.getxattr(path, name))
    now = os.fstat(number)
    mode = stat.S_IMODE(like.st_mode)
    os.fchmod(number, mode if now.st_uid == like.st_uid and now.st_gid == like.st_gid else open_to(like, now.st_gid))
    os.utime(number, ns=(like.st_atime_ns, like.st_mtime_ns))


def same_version(old: os.stat_result, new: os.stat_result | None) -> bool:
    """Whether no other program has written to a file, or replaced it, between two states."""
    names = "st_dev", "st_ino", "st_size", "st_mtime_ns"
    return new is not None and all(getattr(old, name) == getattr(new, name) for name in names)


def resolved(path: str | Path) -> Path:
    """Where a path leads: links are followed, so that they stay links when what they lead to is replaced.

    Raises ConfigError for a link that leads to nothing: whoever may write into this folder could choose with one where a new
    file of ours would appear.
    """
    if os.path.islink(path) and not os.path.exists(path):
        raise ConfigError(
            "this link leads to nothing", where=str(path), remedy=f"name {os.path.realpath(path)}, if that is meant"
        )
    return Path(os.path.realpath(path))
