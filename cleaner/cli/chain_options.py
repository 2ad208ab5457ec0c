"""Options that several commands share: which chain cleans, how many processes do the work. Names of files as values of options.

No more than click is imported.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])
MOST_PROCESSES = 1024  # that a run may start; more is a slip of the hand, and would take all memory
CHAIN = (
    "preset",
    "config",
    "isolated",
    "select",
    "ignore",
    "unsafe",
    "rules",
    "filters",
    "words",
    "languages",
    "dictionaries",
)  # what chain_options sets


class Named(click.Path):
    """The name of a file or folder; an empty one is an error: a variable of the shell was not set, and nobody meant "nothing"."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The name as `click.Path` gives it."""
        if value == "":
            self.fail("the name is empty; is a variable not set?", param, ctx)
        return super().convert(value, param, ctx)


NAMED = Named()


def split(context: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """Lists may be given in one go (`--select a,b`) or one by one."""
    return tuple(part for item in value for part in item.split(",") if part)


def _processes(context: click.Context, parameter: click.Parameter, value: int) -> int:
    if value:
        return value
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


_CHAIN = (
    click.option("-p", "--preset", type=NAMED, metavar="NAME|FILE", help="The chain of filters (default: web)."),
    click.option(
        "-c", "--config", type=NAMED, metavar="FILE", help="Config file, instead of the nearest cleaner.toml or pyproject.toml."
    ),
    click.option("--isolated", is_flag=True, help="Use no config file."),
    click.option("--select", multiple=True, callback=split, metavar="RULE,..", help="Only these rules (prefixes of rule ids)."),
    click.option("--ignore", multiple=True, callback=split, metavar="RULE,..", help="Not these rules."),
    click.option("--unsafe/--safe", default=None, help="Apply unsafe edits too."),
    click.option("--rules", multiple=True, type=NAMED, metavar="FILE", help="A further rule pack."),
    click.option("--filter", "filters", multiple=True, metavar="MODULE:NAME", help="A further filter, from a Python module."),
    click.option("--words", multiple=True, type=NAMED, metavar="FILE", help="Words to leave alone, one a line."),
    click.option(
        "--language",
        "languages",
        multiple=True,
        callback=split,
        metavar="LANG,..",
        help="Languages besides English whose words are judged (de, fr, ...); auto: all that there are.",
    ),
    click.option(
        "--dictionary",
        "dictionaries",
        multiple=True,
        type=NAMED,
        metavar="FILE",
        help="A Hunspell dictionary (de_AT.dic) whose words are right.",
    ),
)

jobs_option = click.option(
    "-j",
    "--jobs",
    type=click.IntRange(0, MOST_PROCESSES),
    default=1,
    callback=_processes,
    metavar="N",
    help="Worker processes; 0: one a processor.",
)


def chain_options(command: F) -> F:
    """Decorator: the options that say which chain cleans."""
    for option in reversed(_CHAIN):
        command = option(command)
    return command
