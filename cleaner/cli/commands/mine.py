"""`cleaner mine DIR`: a rule pack from what the pages of one site have in common."""

from __future__ import annotations

from pathlib import Path

import click

from cleaner.core.errors import InputError
from cleaner.pipeline.cleaner import Cleaner
from cleaner.pipeline.mining import Miner
from cleaner.rulebook.packs import format_pack


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the pack here, not to stdout.")
def mine(folder: Path, output: Path | None) -> None:
    """Learn boilerplate rules from the pages of one site.

    Reads all files in DIR (text or HTML), finds the lines that come back on page after page, and writes a rule pack: a
    TOML file to be read, edited, and used with --config or Cleaner(rules=[...]).
    """
    cleaner = Cleaner(ignore=["boilerplate", "typos"])  # lines as the filter will see them: decoded, repaired, out of the page
    miner = Miner()
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")):
        try:
            data = path.read_bytes()
        except OSError as error:
            raise InputError(f"cannot read the file: {error.strerror}", where=str(path)) from error
        miner.add(cleaner.clean(data).text)
    pack = miner.pack()
    if not pack.rules:
        click.echo(f"no line repeats over the {miner.pages} pages of {folder}; nothing written", err=True)
        return
    head = f"# Lines that repeat over {miner.pages} pages of {folder.name}. Delete a rule to keep its line.\n"
    if output is None:
        click.echo(head + format_pack(pack), nl=False)
    else:
        output.write_text(head + format_pack(pack), encoding="utf-8")
    click.echo(f"{len(pack.rules)} rules from {miner.pages} pages", err=True)
