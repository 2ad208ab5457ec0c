"""`cleaner mine DIR`: a rule pack from what the pages of one site have in common."""

from __future__ import annotations

from pathlib import Path

import click

from cleaner.cli.chain_options import Named
from cleaner.cli.colours import counted, printable
from cleaner.cli.log_files import guarded_paths, write_output
from cleaner.core.errors import InputError
from cleaner.pipeline.cleaner import Cleaner
from cleaner.pipeline.mining import Miner
from cleaner.rulebook.packs import format_pack


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("-o", "--output", type=Named(dir_okay=False, path_type=Path), help="Write the pack here, not to stdout.")
def mine(folder: Path, output: Path | None) -> None:
    """Learn boilerplate rules from the pages of one site.

    Reads all files in DIR (text or HTML), finds the lines that come back on page after page, and writes a rule pack: a
    TOML file to be read, edited, and used with --rules FILE, or Cleaner(rules=[...]).
    """
    guarded_paths([folder], [(output, "the pack")])
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
        found = counted(miner.pages, "page")
        what = f"{folder}: no rule in {found}: no line comes back on enough of them that differ otherwise; nothing written"
        click.echo(printable(what), err=True)
        return
    head = f"# Lines that repeat over {miner.pages} pages of {folder.name}. Delete a rule to keep its line.\n"
    if output is None:
        click.echo(head + format_pack(pack), nl=False)
    else:
        write_output((head + format_pack(pack)).encode("utf-8"), str(output), [folder])
    click.echo(f"{counted(len(pack.rules), 'rule')} from {counted(miner.pages, 'page')}", err=True)
