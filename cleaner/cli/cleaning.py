"""Options of the commands that clean with something else in mind: review, apply, compare."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import click

from cleaner.cli.configfile import load_config
from cleaner.cli.options import Options
from cleaner.cli.setup import make_job
from cleaner.engines.job import Job

F = TypeVar("F", bound=Callable[..., Any])
NAMES = ("preset", "config", "isolated", "select", "ignore", "unsafe", "rules", "words", "input_format", "encoding")


def _split(context: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part for item in value for part in item.split(",") if part)


OPTIONS = (
    click.option("-p", "--preset", metavar="NAME|FILE", help="The chain of filters (default: web)."),
    click.option("-c", "--config", metavar="FILE", help="Config file, instead of the nearest cleaner.toml or pyproject.toml."),
    click.option("--isolated", is_flag=True, help="Use no config file."),
    click.option("--select", multiple=True, callback=_split, metavar="RULE,..", help="Only these rules."),
    click.option("--ignore", multiple=True, callback=_split, metavar="RULE,..", help="Not these rules."),
    click.option("--unsafe/--safe", default=None, help="Apply unsafe edits too."),
    click.option("--rules", multiple=True, metavar="FILE", help="A further rule pack."),
    click.option("--words", multiple=True, metavar="FILE", help="Words to leave alone, one a line."),
    click.option("--input-format", metavar="FORMAT", help="auto, text or html."),
    click.option("--encoding", metavar="NAME", help="Encoding of the input, instead of detection."),
)


def cleaning_options(command: F) -> F:
    """Decorator: the options that say how to clean."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def job_of(values: dict[str, Any]) -> Job:
    """What the options and the config file ask for. Raises ConfigError."""
    options = Options(**{name: values[name] for name in NAMES if values.get(name) is not None})
    load_config(options.config, options.isolated)
    return make_job(options)


def files_in(paths: tuple[str, ...]) -> Iterator[str]:
    """Files named, and those in folders named, sorted; hidden ones are left out."""
    for path in paths:
        if path != "-" and Path(path).is_dir():
            inside = sorted(found for found in Path(path).rglob("*") if found.is_file())
            shown = (found for found in inside if not any(part.startswith(".") for part in found.relative_to(path).parts))
            yield from map(str, shown)
        else:
            yield path
