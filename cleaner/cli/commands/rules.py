"""`cleaner rules`: which rules there are, why, and whether they hold on their own examples."""

from __future__ import annotations

import click

from cleaner.cli.commands.learn_keeps import command as learn_keeps
from cleaner.core.errors import ConfigError
from cleaner.rulebook.catalogue import is_prefix, shipped_rules
from cleaner.rulebook.packs import Rule, read_pack


@click.group(name="rules", context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """List, explain and test rules."""


command.add_command(learn_keeps)


@command.command("list")
@click.argument("prefixes", nargs=-1)
@click.option("--presets", is_flag=True, help="List the presets instead.")
def list_rules(prefixes: tuple[str, ...], presets: bool) -> None:
    """One line for every rule: id, safety, why."""
    if presets:
        from cleaner.rulebook.presets import load_preset, preset_names

        for name in preset_names():
            click.echo(f"{name:<16} {load_preset(name).about}")
        return
    for rule in _chosen(prefixes):
        click.echo(f"{rule.id:<44} {rule.safety:<8} {rule.why}")


@command.command("explain")
@click.argument("prefixes", nargs=-1, required=True)
def explain(prefixes: tuple[str, ...]) -> None:
    """All that is known about a rule: reason, source, examples, what it leaves alone."""
    click.echo("\n".join(_explained(rule) for rule in _chosen(prefixes)), nl=False)


@command.command("test")
@click.argument("packs", nargs=-1, type=click.Path(dir_okay=False))
@click.option("--select", "prefixes", multiple=True, metavar="RULE", help="Only these of the shipped rules.")
def test(packs: tuple[str, ...], prefixes: tuple[str, ...]) -> int:
    """Run rules on their own examples and keeps: those of PACKS, or all shipped ones. Exit code 1 if any fails."""
    from pathlib import Path

    from cleaner.pipeline.rule_check import missing_packages, problems

    made = [read_pack(Path(path), "") for path in packs]
    for pack in made:
        if not pack.filter:
            raise ConfigError("the pack must say who reads it", where=pack.name, remedy='filter = "boilerplate.phrases"')
    failed = count = 0
    for rule in [rule for pack in made for rule in pack.rules] if made else _chosen(prefixes):
        if missing := missing_packages(rule):
            click.echo(f"{rule.id}: skipped, needs {', '.join(missing)}", err=True)
            continue
        for problem in problems(rule, made):
            click.echo(f"{rule.id}: {problem}")
            failed += 1
        count += 1
    click.echo(f"{count} rules, {failed} failures", err=True)
    return 1 if failed else 0


def _chosen(prefixes: tuple[str, ...]) -> list[Rule]:
    chosen = [rule for rule in shipped_rules() if not prefixes or _matches(rule, prefixes)]
    for prefix in prefixes:
        if not any(_matches(rule, (prefix,)) for rule in chosen):
            from difflib import get_close_matches

            near = get_close_matches(prefix, [rule.id for rule in shipped_rules()], 1)
            raise ConfigError(f"unknown rule {prefix!r}", remedy=f"did you mean {near[0]}?" if near else "see cleaner rules list")
    return chosen


def _matches(rule: Rule, prefixes: tuple[str, ...]) -> bool:
    return any(is_prefix(prefix, rule.id) or is_prefix(prefix, rule.filter) for prefix in prefixes)


def _explained(rule: Rule) -> str:
    """A rule in full: what it matches, why, examples, what it keeps, and how often it was wrong."""
    lines = [f"{rule.id} ({rule.safety})", f"  {rule.why}", f"  filter: {rule.filter}, pack: {rule.pack}"]
    if rule.source:
        lines.append(f"  source: {rule.source}")
    for key, value in rule.data.items():
        if key != "id" and isinstance(value, str | int | float):
            lines.append(f"  {key}: {value}")
    for example in rule.examples:
        lines += [f"  before: {example.before!r}", f"  after:  {example.after!r}"]
    lines += [f"  keeps:  {keep!r}" for keep in rule.keeps]
    return "\n".join(lines) + "\n"
