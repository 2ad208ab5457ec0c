"""`cleaner completion`: completion in bash, zsh and fish: a script for the shell, and the answers that it asks for.

The script calls `cleaner` with `_CLEANER_COMPLETE` set, as programs of click do. Files are completed too: the command that is
meant when none is named takes paths.
"""

from __future__ import annotations

from typing import Any

import click
from click.shell_completion import CompletionItem, ShellComplete, get_completion_class

from cleaner.cli.main import COMMANDS, load

SHELLS = ("bash", "zsh", "fish")
VARIABLE = "_CLEANER_COMPLETE"


class Commands(click.Group):
    """All commands, loaded when they are asked for, with the options of `clean` for none of them."""

    def __init__(self) -> None:
        clean = load("clean")
        super().__init__("cleaner", params=[param for param in clean.params if isinstance(param, click.Option)])

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One of them."""
        return load(cmd_name) if cmd_name in COMMANDS else None

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Commands and options, and files."""
        found = [CompletionItem(name, help=about) for name, (_, about) in COMMANDS.items() if name.startswith(incomplete)]
        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        return [CompletionItem(incomplete, type="file"), *(found if not ctx._protected_args and not ctx.args else [])]


def script(shell: str) -> str:
    """The script of a shell."""
    return _completer(shell).source()


def answer(instruction: str) -> int:
    """What a script asks: `bash_complete`, `zsh_complete`, `fish_complete`; 1 for anything else."""
    shell, _, what = instruction.partition("_")
    if shell not in SHELLS or what not in ("complete", "source"):
        return 1
    click.echo(_completer(shell).complete() if what == "complete" else script(shell))
    return 0


def _completer(shell: str) -> ShellComplete:
    made: Any = get_completion_class(shell)
    found: ShellComplete = made(Commands(), {}, "cleaner", VARIABLE)
    return found


@click.command("completion", short_help="print the completion of a shell: bash, zsh, fish")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the script that completes commands, options and files in SHELL.

    \b
    bash: cleaner completion bash > ~/.local/share/bash-completion/completions/cleaner
    zsh:  cleaner completion zsh > "${fpath[1]}/_cleaner"
    fish: cleaner completion fish > ~/.config/fish/completions/cleaner.fish
    """
    click.echo(script(shell))
