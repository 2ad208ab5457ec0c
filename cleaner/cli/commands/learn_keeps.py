"""`cleaner rules learn-keeps`: what a review rejected becomes a `keeps` of its rule.

The pack is a file that people write, so it is changed as text: a line is added to one list, everything else stays as it
is. Before it is written the new text is parsed and must say what the old one said, and the added line.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from cleaner.cli.chain_options import NAMED
from cleaner.cli.colours import printable
from cleaner.cli.decisions import read_decisions
from cleaner.cli.log_files import guarded_paths, write_output
from cleaner.core.errors import RuleError
from cleaner.pipeline.cleaner import Cleaner

RULE = re.compile(r"^\[\[\s*rule\s*\]\][^\n]*$", re.MULTILINE)
TOKEN = re.compile(r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'.*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*|[\[\]]', re.DOTALL)


@click.command("learn-keeps")
@click.argument("decisions", type=click.Path())
@click.option("--pack", "packs", multiple=True, required=True, type=NAMED, help="The packs to add to, your own.")
@click.option("--dry-run", is_flag=True, help="Say what would be added, write nothing.")
def command(decisions: str, packs: tuple[str, ...], dry_run: bool) -> int:
    """Add the rejected cases of a review to the `keeps` of their rules.

    Each is the line that the change stood in. From then on `cleaner rules test` fails until the rule leaves it alone.
    Exit code 1 if a rule was found in none of the packs.
    """
    files = [Path(pack) for pack in packs]
    guarded_paths([decisions], [], packs)
    missing = 0
    for rule, keep in rejected_cases(decisions):
        found = next((path for path in files if _holds(path, rule)), None)
        if found is None:
            click.echo(printable(f"{rule}: in none of the packs"), err=True)
            missing += 1
            continue
        text = found.read_text(encoding="utf-8")
        changed = with_keep(text, rule, keep, str(found))
        if changed == text:
            continue
        if not dry_run:
            write_output(changed.encode("utf-8"), str(found), in_place=True)
        note = "" if _acts(rule, keep, packs) else " (the rule acts on it only in its own text: give it more context by hand)"
        click.echo(printable(f"{found}: {rule} keeps {keep!r}{note}"))
    return 1 if missing else 0


def rejected_cases(decisions: str) -> Iterator[tuple[str, str]]:
    """Rule and line of every rejected change that has one."""
    for document in read_decisions(decisions):
        for item in document["rejected"]:
            keep = str(item.get("context", "")).strip("\n")
            if keep and not any("\ud800" <= char <= "\udfff" for char in keep):
                yield str(item["rule"]), keep


def _holds(path: Path, rule: str) -> bool:
    return f'"{rule}"' in path.read_text(encoding="utf-8")


def _acts(rule: str, keep: str, packs: tuple[str, ...]) -> bool:
    """Whether the rule, alone, does anything to the line."""
    extra = [pack for pack in packs if "filter" in tomllib.loads(Path(pack).read_text(encoding="utf-8"))]
    result = Cleaner(select=[rule], unsafe=True, rules=extra).clean(keep, input_format="text")
    return bool(result.changes or result.suggestions)


def with_keep(text: str, rule: str, keep: str, where: str = "") -> str:
    """The text of a pack with one more line in the `keeps` of a rule. Raises RuleError if it has no such list.

    >>> print(with_keep('[[rule]]\\nid = "a.b"\\nkeeps = ["one"] # of many\\n', "a.b", 'say "two"'), end="")
    [[rule]]
    id = "a.b"
    keeps = ["one", "say \\"two\\""] # of many
    """
    before = tomllib.loads(text)
    wanted = _rule_of(before, rule, where)
    if keep in wanted["keeps"]:
        return text
    starts = [match.start() for match in RULE.finditer(text)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        found = _list_of_keeps(text, start, end)
        if found is None:
            continue
        opening, closing = found
        body = text[opening + 1 : closing]
        stripped = TOKEN.sub(lambda match: " " * len(match.group()) if match.group()[0] == "#" else match.group(), body).rstrip()
        at = opening + 1 + len(stripped)
        multiline = "\n" in body
        comma = "" if not stripped.strip() or stripped.endswith(",") else ","
        new = ("\n    " if multiline else " " if stripped.strip() else "") + _string(keep) + ("," if multiline else "")
        changed = text[:at] + comma + new + text[at:]
        if _says(changed, before, rule, keep):
            return changed
    raise RuleError("the list of keeps could not be added to", where=f"{where}: {rule}", remedy=f"add {_string(keep)} by hand")


def _rule_of(table: dict[str, Any], rule: str, where: str) -> dict[str, Any]:
    found = next((entry for entry in table.get("rule", ()) if entry.get("id") == rule and "keeps" in entry), None)
    if found is None:
        raise RuleError("the pack has no such rule with keeps", where=f"{where}: {rule}")
    return dict(found)


def _list_of_keeps(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the brackets of `keeps = [...]` are in a part of the text."""
    key = re.compile(r"^[ \t]*keeps[ \t]*=[ \t]*\[", re.MULTILINE).search(text, start, end)
    if key is None:
        return None
    depth = 0
    for token in TOKEN.finditer(text, key.end() - 1, end):
        depth += {"[": 1, "]": -1}.get(token.group(), 0)
        if depth == 0 and token.group() == "]":
            return key.end() - 1, token.start()
    return None


def _says(changed: str, before: dict[str, Any], rule: str, keep: str) -> bool:
    """Whether the new text says what the old one said, and the new keep."""
    try:
        after = tomllib.loads(changed)
    except tomllib.TOMLDecodeError:
        return False
    entry = next(entry for entry in before["rule"] if entry.get("id") == rule)
    wanted = {**before, "rule": [{**one, "keeps": [*one["keeps"], keep]} if one is entry else one for one in before["rule"]]}
    return after == wanted


def _string(text: str) -> str:
    """A TOML basic string."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
