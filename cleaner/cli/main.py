"""The command `cleaner`: which subcommand, and what becomes of errors.

`cleaner [clean] PATH...` is the default; every other command is a module of this package, imported when it is asked for
(`COMMANDS`). A plain pipe, `cleaner` with no argument at all, does not even load click.

Exit codes: 0 done, 1 `--check` or `--diff` found changes (or a check failed), 2 usage or configuration, 3 finished but some
inputs failed, 130 interrupted (129 and 143 by SIGHUP and SIGTERM), 141 the reader of the output went away.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from cleaner.batch.signals import Interrupted, handled
from cleaner.core.errors import CleanerError, ConfigError, FilterError
from cleaner.core.escape import escaped
from cleaner.core.kernel import kernel

if TYPE_CHECKING:
    import click

# name -> (module, what it does); a file of such a name is cleaned by `cleaner ./NAME`
COMMANDS = {
    "clean": ("cleaner.cli.commands.clean", "clean files, folders or standard input (the default)"),
    "undo": ("cleaner.cli.commands.undo", "give back what was there before, from the log"),
    "map": ("cleaner.cli.commands.map", "carry positions between original and clean text"),
    "log": ("cleaner.cli.commands.log", "show, count, convert and verify change logs"),
    "mine": ("cleaner.cli.commands.mine", "learn boilerplate rules from the pages of one site"),
    "corpus": ("cleaner.cli.commands.corpus", "clean Parquet and JSON Lines, on one machine or a cluster"),
    "compare": ("cleaner.cli.commands.compare", "show which edits differ between two configurations"),
    "review": ("cleaner.cli.commands.review", "make a page for accepting and rejecting changes"),
    "serve": ("cleaner.cli.commands.serve", "a page to try it on, and an HTTP API, on this machine"),
    "apply": ("cleaner.cli.commands.apply", "clean again with the decisions of a review"),
    "rules": ("cleaner.cli.commands.rules", "list, explain and test rules"),
    "config": ("cleaner.cli.commands.config", "show the configuration, or write a config file"),
    "words": ("cleaner.cli.commands.words", "add words that are left alone, list them"),
    "completion": ("cleaner.cli.commands.completion", "print the completion of a shell: bash, zsh, fish"),
}
DONE, CHANGED, USAGE, FAILED, INTERRUPTED, CLOSED_PIPE = 0, 1, 2, 3, 130, 141
# New objects after which cycles are looked for, and how often younger generations before older ones. Text makes few cycles:
# with the usual 700 the search took 3 % of the time, and a tenth on pages; peaks are the same.
COLLECTION = 50_000, 5, 5
STATS = ("text", "json")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and exit."""
    _reserve_streams()
    if in_c := kernel():
        in_c.keep_little()  # here, for it holds for the whole process, as the next does
    gc.set_threshold(*COLLECTION)
    if "_CLEANER_COMPLETE" in os.environ:
        from importlib import import_module

        _leave(import_module(COMMANDS["completion"][0]).answer(os.environ["_CLEANER_COMPLETE"]))
    code = guarded(list(sys.argv[1:] if arguments is None else arguments))
    _leave(code)


def _reserve_streams() -> None:
    """Take the numbers of standard streams that are closed: a file that was opened under one would be written into."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            opened = os.open(os.devnull, os.O_RDWR)
            if opened != number:
                os.dup2(opened, number)
                os.close(opened)


def guarded(arguments: list[str]) -> int:
    """The exit code of a command line; errors become one line on standard error."""
    try:
        with handled():
            code = run(arguments)
            if sys.stdout is not None:
                sys.stdout.flush()
    except (BrokenPipeError, KeyboardInterrupt) as error:
        return _ended(error)
    except (ConfigError, FilterError) as error:
        return complain(str(error), USAGE)
    except CleanerError as error:
        return complain(str(error), FAILED)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else "standard output: " if error.errno == 28 else ""
        return complain(f"{where}{error.strerror or error}", FAILED)
    return code


def _ended(error: BaseException) -> int:
    """The exit code of a command that was ended from outside, as shells count it."""
    if isinstance(error, BrokenPipeError):
        return CLOSED_PIPE
    if isinstance(error, Interrupted):
        hint = f"; {error.hint}" if error.hint else ""
        return complain(f"interrupted{hint}", 128 + error.number)
    return INTERRUPTED


def complain(message: str, code: int) -> int:
    """One line on standard error; the code back."""
    if sys.stderr is not None:
        encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
        line = escaped(" ".join(message.splitlines())).encode(encoding, "backslashreplace").decode(encoding)
        with suppress(OSError):  # nobody is there to be told; the code says it
            print(f"cleaner: {line}", file=sys.stderr)
    return code


def run(arguments: list[str]) -> int:
    """Choose the command and run it."""
    if not arguments:
        from cleaner.cli.run_clean import run_clean
        from cleaner.cli.values import Options

        return run_clean(Options())
    name = "clean"
    if arguments[0] in COMMANDS:
        name, arguments = arguments[0], arguments[1:]
    else:
        _check_command(arguments[0])
    if name == "clean":
        arguments = respell(arguments)
    return _run_click(name, arguments)


def _check_command(word: str) -> None:
    """Raises ConfigError for what is no file and looks like a command that was misspelt."""
    if not word.isalpha() or os.path.lexists(word):
        return
    from difflib import get_close_matches

    if near := get_close_matches(word, [*COMMANDS, "serve"], 1, 0.7):
        what = "there is no file and no command of that name"
        raise ConfigError(what, where=word, remedy=f"did you mean cleaner {near[0]}?")


def _run_click(name: str, arguments: list[str]) -> int:
    """Run the command; errors become one line and an exit code."""
    import click

    command = load(name)
    shown = "cleaner" if name == "clean" else f"cleaner {name}"
    try:
        # not Command.main: it answers a closed pipe with 1, which must mean "would change"
        with command.make_context(shown, arguments, help_option_names=["-h", "--help"]) as context:
            code = command.invoke(context)
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.UsageError as error:
        hint = f"try {error.ctx.command_path} --help" if error.ctx else "try --help"
        return complain(f"{_with_near(error)} ({hint})", USAGE)
    except click.ClickException as error:
        return complain(error.format_message(), USAGE)
    except click.Abort:
        return INTERRUPTED
    return code if isinstance(code, int) else DONE


def _with_near(error: click.UsageError) -> str:
    """The message of a usage error; for a subcommand that does not exist, with the nearest that does."""
    import re
    from difflib import get_close_matches

    message = error.format_message()
    match = re.fullmatch(r"No such command '(.*)'\.", message)
    names = getattr(error.ctx.command, "commands", {}) if error.ctx else {}
    near = get_close_matches(match[1], names, 1) if match else []
    return f"{message} Did you mean {near[0]}?" if near else message


def load(name: str) -> click.Command:
    """The click command of a subcommand: `command` in its module, or what is called as it is. Raises ConfigError."""
    from importlib import import_module

    module = COMMANDS[name][0]
    try:
        loaded = import_module(module)
        found: click.Command = getattr(loaded, "command", None) or getattr(loaded, name)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise ConfigError(f"{name} needs {error.name}, which is not installed", remedy=f"pip install {error.name}") from error
        raise ConfigError(f"the command {name} is not part of this version") from error
    return found


def respell(arguments: list[str]) -> list[str]:
    """Options whose value may be missing, in the only spelling that cannot be mistaken for a path.

    >>> respell(["-i", "a.txt", "--stats", "b.txt", "--", "-i"])
    ['--in-place=', 'a.txt', '--stats=text', 'b.txt', '--', '-i']
    >>> respell(["-i.bak", "--stats", "json"])
    ['--in-place=.bak', '--stats=json']
    """
    spelled: list[str] = []
    rest = iter(range(len(arguments)))
    for k in rest:
        word = arguments[k]
        following = arguments[k + 1] if k + 1 < len(arguments) else ""
        if word == "--":
            return spelled + arguments[k:]
        if word == "--in-place":
            spelled.append("--in-place=")
        elif word.startswith("-i") and not word.startswith("--"):
            spelled.append(f"--in-place={word[2:]}")
        elif word == "--stats":
            if following in STATS:
                next(rest)
            spelled.append(f"--stats={following if following in STATS else 'text'}")
        else:
            spelled.append(word)
    return spelled


def _leave(code: int) -> None:
    """Exit without the noise that Python makes when standard output is closed or full."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except (OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        code = code or FAILED
    sys.exit(code)


if __name__ == "__main__":
    main()
