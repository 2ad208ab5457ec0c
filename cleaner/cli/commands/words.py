"""`cleaner words`: words that are left alone."""

from __future__ import annotations

import click

from cleaner.cli.chain_options import NAMED
from cleaner.cli.colours import counted, printable


@click.group("words", short_help="add words that are left alone, list them")
def command() -> None:
    """Words that the typo filters leave alone: names, terms, dialect."""


@command.command("add")
@click.argument("words", nargs=-1, required=True, metavar="WORD...")
@click.option("--to", "given", type=NAMED, metavar="FILE", help="The word file (default: that of the configuration).")
def add(words: tuple[str, ...], given: str | None) -> None:
    """Add words to the word file; `-` reads them from standard input, one a line."""
    import sys

    from cleaner.cli.config_file import load_config
    from cleaner.cli.words import add_words, is_used, words_file

    config = load_config(None)
    path = words_file(given, config)
    wanted = sys.stdin.read().split() if words == ("-",) else words
    new = add_words(wanted, path)
    click.echo(printable(f"{path}: {counted(len(new), 'word')} added"), err=True)
    if not is_used(path, config):
        click.echo(
            printable(f'used with --words {path}, or with files = ["{path.name}"] under [words] in cleaner.toml'), err=True
        )


@command.command("list")
@click.option("--from", "given", type=NAMED, metavar="FILE", help="The word file (default: those of the configuration).")
def list_words(given: str | None) -> None:
    """The words that are left alone here."""
    from pathlib import Path

    from cleaner.cli.config_file import load_config, read_words

    config = load_config(None)
    words = read_words([Path(given)], named=True) if given else read_words(config.files("words"))
    kept = [] if given else config.values.get("words", {}).get("keep", [])
    for word in sorted({*words, *kept}, key=str.lower):
        click.echo(printable(word))
