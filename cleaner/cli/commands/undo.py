"""`cleaner undo`: what was there before, from the clean text and the log; all of it, or some changes only."""

from __future__ import annotations

import io
from pathlib import Path

import click

from cleaner.batch.restore import unpacked
from cleaner.changelog.read import LogDocument
from cleaner.changelog.undo import Choice, TakenBack, find_documents, take_back, undo_all
from cleaner.cli.chain_options import NAMED
from cleaner.cli.colours import counted, printable
from cleaner.cli.log_files import check_logged, guarded_paths, parse_span, read_any, read_input, write_output
from cleaner.cli.run_clean import FAILED
from cleaner.cli.undo_files import file_of_records, packed, tell, undo_folder, undo_records
from cleaner.core.errors import ConfigError


@click.command("undo", short_help="give back what was there before, from the log")
@click.argument("clean", type=click.Path())
@click.option("--log", "log_file", required=True, type=NAMED, help="The log that was written with the clean text.")
@click.option("-o", "--output", type=NAMED, help="File to write, or folder if CLEAN is one; else standard output.")
@click.option("-i", "--in-place", is_flag=True, help="Write over CLEAN; with --change, --rule, --between also over the log.")
@click.option("--name", default="", help="Name of the document in the log, if several have the same text.")
@click.option(
    "--change", "numbers", type=click.IntRange(1), multiple=True, metavar="N", help="Take back change N only; may be repeated."
)
@click.option("--rule", "rules", multiple=True, metavar="PREFIX", help="Take back what rules of this prefix did.")
@click.option("--between", type=parse_span, metavar="A:B", help="Take back what touches these code points of the original.")
@click.option("--write-log", type=NAMED, help="Where to write the log of what is left after a partial undo.")
def command(
    clean: str,
    log_file: str,
    output: str | None,
    in_place: bool,
    name: str,
    numbers: tuple[int, ...],
    rules: tuple[str, ...],
    between: tuple[int, int] | None,
    write_log: str | None,
) -> int | None:
    """Give back what CLEAN was before it was cleaned, byte for byte.

    CLEAN is a cleaned file, `-`, or the folder of a batch. With --change, --rule or --between only that is taken back,
    the rest stays as it is; what had to go along is named. Files of a folder that the log does not know are copied as
    they are; exit code 3 if some could not be given back.
    """
    if in_place and output:
        raise ConfigError("--in-place and --output exclude each other")
    choice = Choice(frozenset(numbers), rules, between)
    partial = choice != Choice()
    if clean != "-" and Path(clean).is_dir():
        if partial:
            raise ConfigError("--change, --rule and --between need one file, not a folder")
        return _undo_folder(clean, log_file, output, in_place)
    target = clean if in_place else output
    _check_paths(clean, log_file, output, in_place, partial, write_log)
    _check_rules(rules, log_file)
    packed_data = read_input(clean)
    data = unpacked(io.BytesIO(packed_data), clean).read()
    if base := file_of_records(data, name or clean, log_file):
        if partial:
            raise ConfigError("a file of records can only be undone as a whole", where=clean)
        write_output(undo_records(packed_data, base, log_file), target, [clean, log_file], in_place)
        return None
    parts = find_documents(data, read_any(log_file), name or clean)
    if not partial:
        write_output(packed(undo_all(data, parts), clean), target, [clean, log_file], in_place)
        return None
    if len(parts) > 1:
        raise ConfigError("a file that was cleaned in blocks can only be undone as a whole", where=clean)
    taken = take_back(data.decode("utf-8", "surrogatepass"), parts[0], choice)
    _say(taken)
    write_log = write_log or (log_file if in_place else None)
    write_output(taken.text.encode("utf-8", "surrogatepass"), target, [clean, log_file], in_place)
    if write_log:
        write_output(_log_with(taken.logged, log_file), write_log, [clean, log_file], write_log == log_file)
    elif taken.numbers:
        click.echo("the log holds for the text as it was; --write-log FILE writes the one for this text", err=True)
    return None


def _undo_folder(folder: str, log_file: str, output: str | None, in_place: bool) -> int | None:
    if not in_place and output is None:
        raise ConfigError("a folder needs --output FOLDER or --in-place", where=folder)
    if output and Path(output).exists() and Path(output).samefile(folder):
        in_place = True
    if not in_place:
        guarded_paths([folder], [(output, "the output")])
    undone = undo_folder(Path(folder), log_file, None if in_place or output is None else Path(output))
    tell(undone)
    return FAILED if undone.failed else None


def _check_paths(clean: str, log_file: str, output: str | None, in_place: bool, partial: bool, write_log: str | None) -> None:
    """Nothing that is written may be something that is read, but for what is undone in place. Raises ConfigError."""
    rewritten = in_place and partial and (write_log or log_file) == log_file
    over = [clean] if in_place else []
    reads = [None if in_place else clean, None if rewritten else log_file]
    guarded_paths(
        reads, [(output, "the output"), (None if rewritten else write_log, "the log")], [*over, *([log_file] * rewritten)]
    )


def _check_rules(rules: tuple[str, ...], log_file: str) -> None:
    """Raises ConfigError for a prefix that no rule in the log has."""
    if rules:
        check_logged(rules, (change.rule for logged in read_any(log_file) for change in logged.changes), log_file)


def _say(taken: TakenBack) -> None:
    click.echo(f"taken back: {counted(len(taken.numbers), 'change')}", err=True)
    for number, cause in taken.dependents:
        shown = f"{cause.before[:40]!r} -> {cause.after[:40]!r}"
        click.echo(printable(f"taken back with it, for it was built on it: {cause.rule} in change {number}, {shown}"), err=True)


def _log_with(changed: LogDocument, log_file: str) -> bytes:
    """The whole log, with one document of it replaced."""
    lines: list[str] = []
    for logged in read_any(log_file):
        same = logged.name == changed.name and logged.input == changed.input
        lines += (changed if same else logged).lines()
    return "".join(line + "\n" for line in lines).encode("utf-8")
