"""`cleaner config`: what holds here, and a config file to begin with."""

from __future__ import annotations

from pathlib import Path

import click

from cleaner.cli.build import make_cleaner
from cleaner.cli.chain_options import NAMED
from cleaner.cli.config_file import TEMPLATE, load_config
from cleaner.cli.values import Options
from cleaner.core.errors import ConfigError


@click.group(name="config", context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Show the configuration, or write a config file."""


@command.command("show")
@click.option("-c", "--config", "given", type=NAMED, metavar="FILE", help="Instead of the nearest config file.")
def show(given: str | None) -> None:
    """The configuration that holds in this folder, as JSON, with the file that it comes from."""
    import json

    config = load_config(given)
    described = make_cleaner(Options(), config).describe()
    click.echo(json.dumps({"file": str(config.path) if config.path else None, **described}, indent=2, ensure_ascii=False))


@command.command("init")
@click.argument("path", default="cleaner.toml", type=click.Path(dir_okay=False))
def init(path: str) -> None:
    """Write a config file to begin with (cleaner.toml); never over an existing one."""
    try:
        with open(path, "x", encoding="utf-8") as file:
            file.write(TEMPLATE)
    except FileExistsError as error:
        raise ConfigError("there is a config file already", where=str(Path(path))) from error
    click.echo(f"wrote {path}", err=True)
