"""Builds `rules/boilerplate/phrases/*.tsv`, the shipped phrases, from a table of interface phrases.

    python -m training.boilerplate.phrases boilerplate-phrases.tsv.gz

`phrases_more.tsv` beside this script is a second table, graded by hand (phrase, rule, language): what software that has no
catalogue in the first prints, newsletters, consent managers, share bars and related-post headings of news sites. A phrase
that the first table finds doubtful belongs to the second one's rule if that is one of `CERTAIN`, which ask for labels beside it.

The input has the columns source, category, lang, phrase, slots, origin_key and safety: phrases of message catalogues,
rows of one origin_key being translations of each other. What this adds are three decisions: which rule a phrase belongs
to, which type each of its slots has, and whether it is sure enough to be removed unasked. A phrase is sure if its key
was judged so (class A, and not in `DOUBTFUL`) and it is more than one word; the rest goes to `boilerplate.words.*`.
"""

from __future__ import annotations

import csv
import gzip
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from cleaner.core.resources import data_file
from cleaner.filters.boilerplate._evidence.phrasebook import Phrasebook
from cleaner.filters.boilerplate._evidence.slots import fold_line

SOFTWARE = {"wordpress-core": "wordpress", "wordpress.com": "wordpress", "jetpack": "wordpress", "coral-talk": "coral"}
TRUNCATED = 158  # code points: the input cuts phrases at 160, and half a phrase never is a whole line
FEWEST_CJK = 5  # characters of a sure phrase in a script without spaces
CJK = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
SLOT = re.compile(r"%(?:\d\$)?[sd]|\$\d|\{+\w+\}+|^%(?= )|(?<= )%$|^#(?= )")

# Keys judged sure (A) whose phrases are ordinary words, headings or half sentences somewhere.
DOUBTFUL = {
    "advanced search…",
    "search for:",
    "search …",
    "remember me",
    "tag cloud",
    "pingback:",
    "toc",
    "readtime.other",
    "source.file.date.created",
    "source.file.date.updated",
    "theme.blog.post.readingtime.plurals",
    "theme.lastupdated.lastupdatedatby",
    "jumptonavigation",
    "jumptosearch",
    "jumpto",
    "randompage",
    "consentnotice.learnmore",
    "decline",
    "personalize",
    "alertsmall",
    "privacyurl",
    "our cookie policy",
    "continue reading %s",
    "labels: %s",
    "connecting to %s",
    'follow "%s"',
    "select month",
    "related posts",
    "module name :: related posts",
}
# Keys whose phrases say too little as a line of their own, or stand for content: never shipped.
DROPPED = {
    "title",  # tarteaucitron: "Support", "API", "Videos": headings of any page
    "middlebarhead",
    "protected: %s",  # the title of the article follows
    "aboutsite",
    "more",
    "recipe :: print",
    "nothing found",
    "source",
    "meta.source",
    "theme.codeblock.copy",
    "copy",
    "original site",
    "ok",
    "save",
    "toolbox",
    "toc.b",
    "disclaimer",
    "consentnotice.description",
    "consentmodal.description",
    "links",
    'in "%s"',
    'in {category/tag name} :: in "%s"',
    "% comments",  # kept as counts below, from "1 Comment" and "%d comments:"
}
MISTAKEN = {"WordPress:"}  # for "Like this:" in French; a name is no phrase
BESIDE = {"like this:": "like-this", "rate this:": "like-this"}  # sure only beside another line that goes
EDIT = "editsection"  # printed in brackets beside a heading; without them it is a word
BARE_COUNT = "%d (new jetpack likes layout leaves a bare %d line)"

# What a slot of a key holds; keys that are not named here: %d a count, %s a name.
SLOT_TYPES = {
    "join %s other subscriber": ("count",),
    "join %s other subscribers": ("count",),
    "%s comments": ("count",),
    "viewcount": ("count",),
    "readtime.other": ("count",),
    "theme.blog.post.readingtime.plurals": ("count",),
    "click to share on %s": ("service",),
    "share on %s": ("service",),
    "connecting to %s": ("service",),
    "posted by %s at %s": ("name", "time"),
    "posted on %s": ("date",),
    "lastmodifiedat": ("date", "time"),
    "retrievedfrom": ("url",),
    "permalink: %s": ("url",),
    "theme.lastupdated.lastupdatedatby": ("date", "name"),
}


MORE = Path(__file__).with_name("phrases_more.tsv")
CERTAIN = ("boilerplate.pages.", "boilerplate.newsletter.", "boilerplate.consent.", "boilerplate.ads.", "boilerplate.forum.")


class Row(NamedTuple):
    """One phrase of the output."""

    phrase: str
    rule: str
    languages: str


def main(arguments: list[str]) -> None:
    """Read the table named on the command line and write the two files."""
    with gzip.open(arguments[0], "rt", encoding="utf-8", newline="") as lines:
        source = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    more = [Row(*line.split("\t")) for line in MORE.read_text(encoding="utf-8").splitlines()]
    rows = merge([*(made for row in source for made in grade(row)), *more])
    folder = data_file("boilerplate", "phrases")
    for name, ascii_only in (("ascii.tsv", True), ("unicode.tsv", False)):
        chosen = sorted(row for row in rows if fold_line(row.phrase).isascii() is ascii_only)
        text = "".join(f"{row.phrase}\t{row.rule}\t{row.languages}\n" for row in chosen)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def grade(row: dict[str, str]) -> Iterator[Row]:
    """The phrases of one row, with their rule; none for what is dropped."""
    key, phrase = row["origin_key"].lower(), row["phrase"]
    if key in DROPPED or phrase in MISTAKEN or len(phrase) >= TRUNCATED or (row["source"] == "mediawiki" and key == "toc"):
        return
    if key == BARE_COUNT:
        yield Row("%d", "boilerplate.wordpress.bare-count", "*")
        return
    if key == EDIT:
        yield Row(f"[{phrase}]", "boilerplate.mediawiki.edit", row["lang"].partition("-")[0].lower())
        return
    software = SOFTWARE.get(row["source"], row["source"].partition("(")[0])
    language = row["lang"].replace("_", "-").partition("-")[0].lower()
    for variant in phrase.split("|") if "plurals" in key else [phrase]:
        typed = type_slots(variant, key)
        if typed is None:
            continue
        rule = f"boilerplate.{software}.{BESIDE.get(key, row['category'])}"
        if key not in BESIDE and row["category"] != "likes" and not is_sure(typed, key, row["safety"]):
            rule = f"boilerplate.words.{row['category']}"
        yield Row(typed, rule, language)


def is_sure(phrase: str, key: str, safety: str) -> bool:
    """Whether a phrase, as a line of its own, is nothing but boilerplate."""
    if safety != "A" or key in DOUBTFUL:
        return False
    fixed = re.sub(r"\{\w+\}", " ", phrase)
    named = "{name}" in phrase  # "Reply to {name}" is too little around a slot that takes any name
    if CJK.search(fixed):
        return len(CJK.findall(fixed)) >= FEWEST_CJK * (1 + named)
    return len(re.findall(r"[^\W\d_]{2,}", fixed)) > 1 + named


def type_slots(phrase: str, key: str) -> str | None:
    """The phrase with typed slots; None if it cannot be told apart from any other line.

    >>> type_slots("%d bloggers like this:", ""), type_slots("Required fields are marked %s", "")
    ('{count} bloggers like this:', 'Required fields are marked *')
    """
    if phrase.startswith("Required") or key == "required fields are marked %s":
        return SLOT.sub("*", phrase)
    if key == "%1$s is proudly powered by %2$s":
        phrase = phrase.replace("%2$s", "WordPress")
    if key == "copyright":
        phrase = phrase.replace("$1", "{name}")
    types = iter(SLOT_TYPES.get(key, ()))

    def typed(match: re.Match[str]) -> str:
        raw = match.group()
        if raw == "{name}":
            return raw
        return "{%s}" % (next(types, None) or ("count" if raw in ("%d", "%", "#") else "name"))

    made = SLOT.sub(typed, phrase)
    fixed = re.sub(r"\{(?!count)\w+\}", "", made)
    return made if sum(map(str.isalpha, fixed.replace("{count}", ""))) >= 3 or CJK.search(fixed) else None


def merge(rows: Iterable[Row]) -> list[Row]:
    """One row for phrases that look the same; where one of them is doubtful, all are."""
    same: dict[str, list[Row]] = {}
    for row in rows:
        same.setdefault(fold_line(row.phrase), []).append(row)
    merged = []
    for folded, group in same.items():
        if folded:
            doubtful = [row for row in group if ".words." in row.rule]
            if doubtful or all(row.rule.startswith(CERTAIN) for row in group):
                doubtful = [row for row in group if row.rule.startswith(CERTAIN)] or doubtful
            chosen = min(doubtful or group, key=lambda row: (row.rule.split(".")[1] != "wordpress", row.rule))
            languages = ",".join(sorted({row.languages for row in group}))
            merged.append(Row(chosen.phrase, chosen.rule, languages))
    unusable = set(Phrasebook([row[:2] for row in merged]).unusable)
    return [row for row in merged if row.phrase not in unusable]


if __name__ == "__main__":
    main(sys.argv[1:])
