"""Rule packs of users: each filter that says it takes packs reads them, every other one refuses them."""

from __future__ import annotations

from pathlib import Path

import pytest

import cleaner
from cleaner.filters import BUILT_IN
from cleaner.pipeline.rule_check import problems
from cleaner.rulebook.packs import read_pack

MISSPELLINGS = """
filter = "typos.misspellings"

[[rule]]
id = "typos.misspellings.house"
safety = "safe"
why = "House style."
examples = [{ before = "We run kubernets.", after = "We run Kubernetes." }]
keeps = ["kubernetsy stays"]
misspellings = { "kubernets" = "Kubernetes", "e-mail" = "email" }
"""


def test_misspellings_of_a_pack(tmp_path: Path) -> None:
    path = tmp_path / "house.toml"
    path.write_text(MISSPELLINGS, encoding="utf-8")
    own = cleaner.Cleaner(rules=[path])
    text = "Kubernets by E-mail, KUBERNETS at https://kubernets.example, kubernetsy, and `kubernets`."
    result = own.clean(text)
    assert result.text == "Kubernetes by Email, KUBERNETES at https://kubernets.example, kubernetsy, and `kubernets`."
    assert {change.rule for change in result.changes} == {"typos.misspellings.house"}
    assert result.undo() == text
    assert own.clean(result.text).text == result.text
    assert own.with_options(words=["kubernets"]).clean("We run kubernets.").text == "We run kubernets."
    assert own.with_options(ignore=["typos.misspellings.house"]).clean("We run kubernets.").text == "We run kubernets."


@pytest.mark.parametrize("name", [name for name, filter_ in BUILT_IN.items() if not filter_.takes_packs])
def test_a_filter_without_packs_says_so(name: str, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(MISSPELLINGS.replace('filter = "typos.misspellings"', f'filter = "{name}"'), encoding="utf-8")
    with pytest.raises(cleaner.ConfigError, match="reads no packs of users"):
        cleaner.Cleaner(rules=[path])


def test_a_pack_for_a_filter_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(MISSPELLINGS.replace("typos.misspellings", "typos.mispellings", 1), encoding="utf-8")
    with pytest.raises(cleaner.ConfigError, match=r"did you mean typos\.misspellings"):
        cleaner.Cleaner(rules=[path])


def test_a_list_that_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(MISSPELLINGS.replace('{ "kubernets" = "Kubernetes", "e-mail" = "email" }', '["kubernets"]'), encoding="utf-8")
    with pytest.raises(cleaner.RuleError, match="must be a table of words"):
        cleaner.Cleaner(rules=[path]).clean("some text")


CONTAINERS = """
filter = "html.containers"

[[rule]]
id = "html.container.poll"
safety = "safe"
why = "Our polls are no text."
selectors = [".poll-box"]
keeps = ["<html><body><p class=\\"polls\\">The polls closed at ten, and few had voted.</p></body></html>"]

[[rule.examples]]
before = "<html><body><p>The boat is in, and nobody is on board.</p><div class=\\"poll-box\\">Vote now</div></body></html>"
after = "The boat is in, and nobody is on board.\\n"
"""
PAGE = """<html><body><p>The boat is in the harbour, and nobody is on board this morning but the cook.</p>
<p class="poll-box">Vote now for the boat of the year.</p></body></html>"""


def test_containers_of_a_pack(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(CONTAINERS, encoding="utf-8")
    own = cleaner.Cleaner(rules=[path])
    assert "Vote now" in cleaner.clean(PAGE, input_format="html").text
    result = own.clean(PAGE, input_format="html")
    assert "Vote now" not in result.text
    assert "html.container.poll" in {change.rule for change in result.changes}
    assert result.undo() == PAGE
    pack = read_pack(path, "")
    assert problems(pack.rules[0], [pack]) == []
