"""`cleaner compare`: which edits differ between two configurations over a corpus."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import click

from cleaner.changelog.summary import change_line, context_of
from cleaner.cli.build import make_cleaner
from cleaner.cli.cleaning_options import files_in
from cleaner.cli.config_file import KEYS, load_config
from cleaner.cli.log_files import read_input
from cleaner.cli.values import Options
from cleaner.core.edits import Change
from cleaner.core.errors import ConfigError
from cleaner.core.escape import escaped
from cleaner.pipeline.cleaner import Cleaner

CONTEXT = 30  # code points on either side of a difference


class Difference(NamedTuple):
    """A change that only one of the two makes: `side` is "-" for the first configuration and "+" for the second."""

    side: str
    change: Change


@click.command("compare", short_help="show which edits differ between two configurations")
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@click.argument("paths", nargs=-1, required=True, type=click.Path(), metavar="PATH...")
@click.option("--input-format", default="auto", metavar="FORMAT", help="auto, text or html.")
@click.option("--json", "as_json", is_flag=True, help="A line of JSON for each difference.")
@click.option("-q", "--quiet", is_flag=True, help="Only the counts.")
def command(first: str, second: str, paths: tuple[str, ...], input_format: str, as_json: bool, quiet: bool) -> int:
    """Clean PATH (files, folders) with A and with B and show the edits that only one of them makes.

    A and B are config files, preset files, or names of presets. `-` is an edit of A alone, `+` of B alone. Exit code 1
    if there is any: a regression test for rules over a corpus of your own.
    """
    cleaners = configured(first), configured(second)
    counts: dict[str, Counter[str]] = {"-": Counter(), "+": Counter()}
    same = files = touched = 0
    for name in files_in(paths):
        data = read_input(name)
        results = [cleaner.clean(data, input_format=input_format) for cleaner in cleaners]
        found = differences(results[0].changes, results[1].changes)
        same += len(results[0].changes) - sum(side == "-" for side, _ in found)
        files += 1
        touched += bool(found)
        for side, change in found:
            counts[side][change.rule] += 1
            if not quiet:
                click.echo(_shown(side, change, name, results[0].source, as_json))
    click.echo(f"{files} files, {touched} differ; {same} edits are the same", err=True)
    for side, name in (("-", first), ("+", second)):
        listed = ", ".join(f"{escaped(rule)} {count}" for rule, count in counts[side].most_common())
        click.echo(f"{side} {escaped(name)}: {sum(counts[side].values())}" + (f" ({listed})" if listed else ""), err=True)
    return 1 if touched else 0


def configured(name: str) -> Cleaner:
    """The Cleaner of a config file, a preset file or a preset. Raises ConfigError."""
    if not name.endswith(".toml") and Path(name).suffix == "":
        return Cleaner(preset=name)
    import tomllib

    try:
        table = tomllib.loads(Path(name).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"cannot read the configuration: {error}", where=name) from error
    if "chain" in table or "extends" in table or not set(table) <= set(KEYS):
        return Cleaner(preset=name)
    return make_cleaner(Options(), load_config(name))


def differences(first: list[Change], second: list[Change]) -> list[Difference]:
    """What only one of two lists of changes holds, in order of place; by whose rule does not matter."""
    keys = [{(change.start, change.end, change.after) for change in changes} for changes in (first, second)]
    found = [Difference("-", change) for change in first if (change.start, change.end, change.after) not in keys[1]]
    found += [Difference("+", change) for change in second if (change.start, change.end, change.after) not in keys[0]]
    return sorted(found, key=lambda item: (item.change.start, item.change.end, item.side != "-"))


def _shown(side: str, change: Change, name: str, source: str, as_json: bool) -> str | bytes:
    if as_json:
        keys = ("start", "end", "before", "after", "rule", "safety")
        return json.dumps({"side": side, "file": name, **{key: getattr(change, key) for key in keys}})
    line = source.count("\n", 0, change.start) + 1
    text = f"{side} " + change_line(change, f"{escaped(name)}:{line}", context_of(source, change, CONTEXT))
    return text.encode("utf-8", "backslashreplace")
