"""`cleaner [clean]`: the options. Everything else is in :mod:`cleaner.cli.run_clean`."""

from __future__ import annotations

from typing import Any

import click

from cleaner.cli.chain_options import NAMED, chain_options, jobs_option, split
from cleaner.cli.main import COMMANDS
from cleaner.cli.values import Options

FORMS = ("text", "grouped", "json", "github", "gitlab", "sarif")
WHEN = ("auto", "always", "never")
EPILOG = "\b\nOther commands (cleaner COMMAND --help):\n" + "\n".join(
    f"  {name:<10} {about}" for name, (_, about) in COMMANDS.items() if name != "clean"
)


@click.command(epilog=EPILOG, context_settings={"max_content_width": 110})
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "-o", "--output", type=NAMED, metavar="DIR|FILE", help="Where the clean text goes; a folder becomes a mirrored tree."
)
@click.option("-i", "--in-place", metavar="[.bak]", help="Clean files where they are; with a suffix the old ones are kept.")
@click.option("--diff", is_flag=True, help="Show what would change; write nothing. Exit code 1 if anything would.")
@click.option("--check", is_flag=True, help="Say what would change, and where; write nothing. Exit code 1 if anything would.")
@click.option("--output-format", type=click.Choice(FORMS), help="How --check says it (default: text).")
@click.option("--show-suggestions", is_flag=True, help="With --check: also what would only be suggested.")
@click.option("--statistics", is_flag=True, help="With --check: counts by rule instead.")
@click.option("--exit-zero", is_flag=True, help="With --check or --diff: exit code 0 whatever is found.")
@click.option("--color", type=click.Choice(WHEN), default="auto", help="Colours (default: on a terminal).")
@click.option(
    "--log", type=NAMED, metavar="FILE|DIR/", help="Write the change log: .jsonl, .jsonl.gz, .jsonl.zst, .parquet; DIR/: shards."
)
@click.option("--stats", metavar="[json]", help="Counts at the end, on standard error; as a line of JSON.")
@chain_options
@click.option(
    "--input-format",
    metavar="FORMAT",
    help="auto, text, html, markdown, rst, asciidoc, srt, vtt, pdf, epub, docx, odt, eml, mbox, mail, mailbox, mediawiki, rss, "
    "json, jsonl, csv, tsv, parquet, warc.",
)
@click.option("--encoding", metavar="NAME", help="Encoding of the input, instead of detection. Output is UTF-8.")
@click.option(
    "--field",
    "fields",
    multiple=True,
    callback=split,
    metavar="NAME",
    help="Text field of records (default: text, else every string).",
)
@click.option("--html-to", type=click.Choice(["text", "markdown"]), help="What pages and documents become.")
@click.option("--keep-originals", is_flag=True, help="Keep PDF and office files in the log, so that undo gives them back.")
@click.option("--html-engine", metavar="NAME", help="How pages are read.")
@click.option("--comments", type=click.Choice(["keep", "drop", "mark"]), help="Comments of pages (default: by the page's type).")
@click.option("--title/--no-title", default=None, help="Put the title of a page before its text (default: yes).")
@click.option("--alt", is_flag=True, help="Keep the alternative texts of pictures.")
@click.option("--keep", multiple=True, metavar="SELECTOR", help="Elements of pages to keep, whatever they look like.")
@click.option("--drop", multiple=True, metavar="SELECTOR", help="Elements of pages to leave out.")
@click.option("--keep-boilerplate-as", metavar="TAG", help="Mark boilerplate with a tag instead of removing it.")
@click.option("--by-site", is_flag=True, help="Learn boilerplate from each folder of pages first.")
@jobs_option
@click.option("--files-from", type=NAMED, metavar="FILE", help="Read the names of inputs from a file (- for standard input).")
@click.option("-0", "--null", is_flag=True, help="Names in --files-from end with NUL.")
@click.option("--include", multiple=True, metavar="GLOB", help="In folders, only these files, prose or not.")
@click.option("--exclude", multiple=True, metavar="GLOB", help="In folders, not these files.")
@click.option("--no-ignore", is_flag=True, help="Do not heed .gitignore, .ignore, .cleanerignore.")
@click.option("--ignore-marks", is_flag=True, help="Do not heed comments such as <!-- cleaner: off -->.")
@click.option("--resume", is_flag=True, help="Go on where a run stopped; skip what did not change since.")
@click.option("--journal", type=NAMED, metavar="FILE", help="Where the run keeps its journal (default: beside the output).")
@click.option(
    "--timeout",
    type=click.FloatRange(0, min_open=True),
    default=120.0,
    metavar="SECONDS",
    help="Give an input up (-j 2 or more).",
)
@click.option("--line-buffered", is_flag=True, help="Answer every line at once.")
@click.option("--progress/--no-progress", default=None, help="A bar on standard error (default: on a terminal).")
@click.option("-q", "--quiet", count=True, help="No summary.")
@click.option("-v", "--verbose", count=True, help="A line for every input; with --diff the reason of each change.")
@click.option("-V", "--version", is_flag=True, help="Show the version; with --verbose what is installed, for bug reports.")
def command(version: bool, **values: Any) -> int:
    """Repair dirty text and say what was done.

    Cleans PATHS, or standard input if there are none. Text goes to standard output, to -o, or back with -i; everything
    else to standard error.
    """
    if version:
        from cleaner.cli.reports.version import tell_version

        return tell_version(values["verbose"] > 0)
    from cleaner.cli.run_clean import run_clean

    checks = {"--output-format": "output_format", "--show-suggestions": "show_suggestions", "--statistics": "statistics"}
    if alone := [option for option, name in checks.items() if values[name] and not values["check"]]:
        raise click.UsageError(f"{alone[0]} needs --check")
    if values["verbose"]:
        from cleaner.cli.reports.version import tell_missing_kernel

        tell_missing_kernel()
    return run_clean(Options(**values))
