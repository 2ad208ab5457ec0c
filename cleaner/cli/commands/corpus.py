"""`cleaner corpus`: tables in, clean tables out, on one machine or many."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cleaner.cli.build import make_job
from cleaner.cli.chain_options import CHAIN, Named, chain_options, jobs_option
from cleaner.cli.log_files import guarded_paths
from cleaner.cli.values import Options
from cleaner.core.errors import ConfigError
from cleaner.core.escape import escaped
from cleaner.formats import DOCUMENTS, TEXT_KINDS

if TYPE_CHECKING:
    from cleaner.corpus.run import Summary

FAILED = 3
MEGABYTE = 1 << 20
SHOWN = 20  # failures named at the end


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.argument("inputs", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="IN...")
@click.option("-o", "--output", required=True, type=Named(path_type=Path), metavar="DIR", help="Folder of the clean tables.")
@click.option("--engine", type=click.Choice(["local", "ray", "spark"]), default="local", help="What does the work.")
@jobs_option
@click.option("--field", default="text", metavar="NAME", help="The column or field to clean (default: text).")
@click.option("--into", metavar="NAME", help="Put the clean text into another column; the original stays.")
@click.option("--log", type=click.Choice(["column", "beside", "none"]), default="column", help="Where the change log goes.")
@click.option("--suggestions", is_flag=True, help="Add a column with what was not changed because it is uncertain.")
@click.option("--confidence", is_flag=True, help="Add a column with the F1 that the choice of a page's text can expect.")
@click.option("--part-size", type=click.IntRange(1), default=128, metavar="MB", help="Input that makes one part (default: 128).")
@chain_options
@click.option(
    "--input-format", type=click.Choice(["auto", *TEXT_KINDS, *DOCUMENTS]), default="auto", help="What the column holds."
)
@click.option("--stats", type=click.Choice(["text", "json"]), help="Counts at the end, on standard error.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def corpus(inputs: tuple[Path, ...], output: Path, engine: str, jobs: int, part_size: int, quiet: bool, **said: Any) -> int:
    """Clean the text column of Parquet and JSON Lines files, with a log of every change.

    IN are files or folders; every file becomes Parquet files in DIR with the columns of the input, the clean text, `changes`
    and `error` (why a row was left as it is). The output does not depend on the engine or the number of processes. A run
    that was stopped goes on when the command is given again: parts that are there are not made again.
    """
    try:
        from cleaner.corpus.run import run
        from cleaner.integrations.arrow import BatchCleaner
    except ModuleNotFoundError as error:
        raise ConfigError(f"{error.name} is not installed", remedy="pip install 'cleaner-text[arrow]'") from error

    guarded_paths(inputs, [(output, "the output")])
    cleaner = make_job(Options(**{name: said[name] for name in CHAIN})).cleaner
    kernel = BatchCleaner(
        said["field"],
        cleaner=cleaner,
        into=said["into"],
        suggestions=said["suggestions"],
        confidence=said["confidence"],
        input_format=said["input_format"],
    )
    tell = Teller(quiet)
    summary = run(
        inputs,
        output,
        kernel,
        engine=engine,
        jobs=jobs,
        log=said["log"],
        part_bytes=part_size * MEGABYTE,
        watch=tell,
    )
    tell.end(summary, said["stats"])
    return FAILED if summary.failures or summary.set_aside else 0


command = corpus


class Teller:
    """Says on standard error what became of the parts."""

    def __init__(self, quiet: bool) -> None:
        self.quiet = quiet
        self.count = 0
        self.bar = not quiet and sys.stderr.isatty()

    def __call__(self, part: Any, made: Any) -> None:
        """A part is done."""
        self.count += 1
        if self.bar:
            click.echo(f"\r{self.count} parts\x1b[K", err=True, nl=False)

    def end(self, summary: Summary, stats: str | None) -> None:
        """Failures, and one line or a record of counts."""
        if self.bar:
            click.echo("\r\x1b[K", err=True, nl=False)
        for what, why in summary.failures[:SHOWN]:
            click.echo(f"cleaner: {what}: {why}", err=True)
        if len(summary.failures) > SHOWN:
            click.echo(f"cleaner: and {len(summary.failures) - SHOWN} more", err=True)
        tally = summary.tally
        if stats == "json":
            counts = {"parts": summary.parts, "skipped": summary.skipped, "failed": len(summary.failures)}
            rows = {"rows": tally.texts, "changed": tally.changed, "set_aside": summary.set_aside, "changes": tally.changes}
            click.echo(json.dumps({**counts, **rows, "rules": dict(sorted(tally.rules.items()))}), err=True)
        elif not self.quiet:
            done = f"{summary.parts - len(summary.failures)} of {summary.parts} parts ({summary.skipped} were there)"
            aside = f"; {summary.set_aside} rows set aside (column error)" if summary.set_aside else ""
            click.echo(f"{done}; {tally.changed} of {tally.texts} rows changed{aside}", err=True)
            if stats == "text":
                for rule, count in Counter(tally.rules).most_common():
                    click.echo(f"{count:>10}  {escaped(rule)}", err=True)
