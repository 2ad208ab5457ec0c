"""Rule packs: what is refused, and with which words; where the rules are found."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import cleaner
from cleaner import Cleaner, RuleError
from cleaner.core import resources
from cleaner.rulebook.catalogue import shipped_rules

GOOD = """
filter = "boilerplate.phrases"
[[rule]]
id = "boilerplate.test.footer"
safety = "safe"
why = "It is a test."
examples = [{ before = "Text.\\n\\nMade by hand at the mill", after = "Text." }]
keeps = ["Bread made by hand at the mill tastes better."]
phrases = ["Made by hand at the mill"]
"""

BROKEN = {
    "not toml": ("id = ", "cannot read the rule pack"),
    "no rule": ('filter = "a.b"', "at least one"),
    "no id": (GOOD.replace('id = "boilerplate.test.footer"', ""), "a rule lacks id"),
    "no examples": (GOOD.replace("examples", "samples"), "lacks examples"),
    "no keeps": (GOOD.replace("keeps", "leaves"), "lacks keeps"),
    "bad safety": (GOOD.replace('"safe"', '"sure"'), "safety is 'sure'"),
    "half an example": (GOOD.replace("after =", "then ="), "an example needs before and after"),
    "twice": (GOOD + GOOD.split("\n", 2)[2], "this rule id stands twice"),
    "nobody reads it": (GOOD.replace('filter = "boilerplate.phrases"', ""), "must say who reads it"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_pack_is_named_with_what_is_wrong(name: str, tmp_path: Path) -> None:
    text, message = BROKEN[name]
    path = tmp_path / "broken.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(cleaner.ConfigError, match=message) as caught:
        Cleaner(rules=[path])
    assert "broken.toml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_pack_is_an_error_of_one_line(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"none\.toml"):
        Cleaner(rules=[tmp_path / "none.toml"])


def test_a_pack_of_the_user_works_like_a_shipped_one(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(GOOD, encoding="utf-8")
    result = Cleaner(rules=[path]).clean("Text.\n\nMade by hand at the mill")
    assert result.text == "Text."
    assert result.changes[0].rule == "boilerplate.test.footer"


def test_shipped_rules_are_told_apart_by_their_ids() -> None:
    ids = [rule.id for rule in shipped_rules()]
    assert len(ids) == len(set(ids))
    assert all(rule.id.split(".")[0] == rule.filter.split(".")[0] for rule in shipped_rules()), (
        "family of the id and of the filter"
    )


def test_an_unknown_rule_is_answered_with_the_nearest() -> None:
    with pytest.raises(cleaner.ConfigError, match="did you mean typos"):
        Cleaner(select=["typoss"])
    with pytest.raises(cleaner.ConfigError, match="must be a list"):
        Cleaner(select="typos")
    with pytest.raises(cleaner.ConfigError, match=r"there is no preset 'wob' .*web"):
        Cleaner(preset="wob")


def test_a_package_without_its_rules_does_not_read_those_of_a_stranger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "cleaner").mkdir()
    monkeypatch.setattr(resources, "PACKAGE", tmp_path / "cleaner")
    resources.rules_folder.cache_clear()
    try:
        with pytest.raises(RuleError, match="install cleaner-text again"):
            resources.rules_folder()
    finally:
        resources.rules_folder.cache_clear()


def test_it_runs_from_a_zip(tmp_path: Path) -> None:
    package = Path(cleaner.__file__).parent
    archive = tmp_path / "cleaner.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for path in sorted(package.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                file.write(path, Path("cleaner") / path.relative_to(package))
        for path in sorted(resources.rules_folder().rglob("*")):
            name = Path("cleaner/rules") / path.relative_to(resources.rules_folder())
            if path.is_file() and str(name) not in file.namelist():
                file.write(path, name)
    code = (
        f"import sys; sys.path.insert(0, {str(archive)!r}); import cleaner as c; print(c.__file__, c.clean('the the end').text)"
    )
    out = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path).stdout
    assert "cleaner.zip" in out
    assert out.endswith("the end\n")


def test_a_rule_is_read_from_the_pack_of_its_name_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    from cleaner.rulebook import packs

    read: list[str] = []
    before = packs.read_pack
    monkeypatch.setattr(packs, "read_pack", lambda path, name: read.append(path.stem) or before(path, name))
    rules = packs.RuleSet("boilerplate.phrases")
    assert rules["boilerplate.pages.share"].safety == "safe"
    assert read == ["pages"]
