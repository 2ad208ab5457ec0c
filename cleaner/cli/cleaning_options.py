"""Options of the commands that clean with something else in mind: review, apply, compare."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import click

from cleaner.cli.build import make_job
from cleaner.cli.chain_options import CHAIN, chain_options
from cleaner.cli.config_file import load_config
from cleaner.cli.values import Options
from cleaner.formats import is_records, kind_of
from cleaner.formats.compression import split_suffix
from cleaner.formats.job import Job
from cleaner.formats.kinds import is_prose_name

F = TypeVar("F", bound=Callable[..., Any])
NAMES = (*CHAIN, "input_format", "encoding")


def cleaning_options(command: F) -> F:
    """Decorator: the options that say how to clean."""
    command = click.option("--encoding", metavar="NAME", help="Encoding of the input, instead of detection.")(command)
    command = click.option("--input-format", metavar="FORMAT", help="auto, text or html.")(command)
    return chain_options(command)


def job_of(values: dict[str, Any]) -> Job:
    """What the options and the config file ask for. Raises ConfigError."""
    options = Options(**{name: values[name] for name in NAMES if values.get(name) is not None})
    load_config(options.config, options.isolated)
    return make_job(options)


def files_in(paths: tuple[str, ...]) -> Iterator[str]:
    """Files named, and those of folders named that are prose by their name and no tables of records, sorted."""
    for path in paths:
        if path != "-" and Path(path).is_dir():
            inside = sorted(found for found in Path(path).rglob("*") if found.is_file())
            shown = (found for found in inside if _is_taken(found.relative_to(path)))
            yield from map(str, shown)
        else:
            yield path


def _is_taken(path: Path) -> bool:
    suffix, _ = split_suffix(path.name)
    if any(part.startswith(".") for part in path.parts) or is_records(kind_of(suffix)):
        return False
    return is_prose_name(path.name, suffix) is not False
