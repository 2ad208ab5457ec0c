"""The rule of rules/README.md works as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import cleaner
from cleaner.core.resources import rules_folder
from cleaner.pipeline.rule_check import problems
from cleaner.rulebook.packs import read_pack


def test_the_ten_line_rule(tmp_path: Path) -> None:
    page = (rules_folder() / "README.md").read_text(encoding="utf-8")
    (source,) = re.findall(r"<!-- test: a rule pack -->\n```toml\n(.*?)```", page, re.DOTALL)
    (tmp_path / "own.toml").write_text(source, encoding="utf-8")
    pack = read_pack(tmp_path / "own.toml", "")
    assert [problems(rule, [pack]) for rule in pack.rules] == [[]]
    assert cleaner.clean("Bye.\n\nSent via Example Mail", rules=[tmp_path / "own.toml"]).text == "Bye."
    assert len([line for line in source.splitlines() if line.strip()]) <= 10
