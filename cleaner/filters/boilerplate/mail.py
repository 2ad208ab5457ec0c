"""What mail programs and companies add to a message: quoted replies, signatures, disclaimers, the name of a device.

    On Mon, 3 Mar 2025 at 10:12, Ada <ada@example.org> wrote:      and the lines with ">" below it
    -----Original Message-----                                      and the message below it
    From: … Sent: … To: … Subject: …                                below an answer, and the message below it
    --␣                                                             and the few lines below it (RFC 3676)
    This e-mail and any attachments are confidential …              to the end of the paragraph
    Sent from my iPhone
    ______ / boats mailing list / ...                               to the end of the message
    CAUTION: This email originated from outside ...                 above the message

All of it is unsafe: in a thread the quotation may be the only copy, and a signature says who wrote. The preset `mail`
applies it. What a newsletter adds (`View this email in your browser`) is a phrase of the web; see `boilerplate.phrases`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cleaner.core.document import Document
from cleaner.core.edits import Edit
from cleaner.filters.boilerplate._evidence.phrasebook import Phrasebook
from cleaner.filters.boilerplate._evidence.removal import Reason, removals
from cleaner.filters.boilerplate._evidence.signs import (
    BANNER_SIGNS,
    DEVICE_SIGNS,
    DISCLAIMER_SIGNS,
    HEAD,
    LIST_MARKS,
    QUOTE_SIGNS,
    SENT_SIGNS,
    holds,
    searched_for_signs,
)
from cleaner.rulebook.packs import RuleSet

FAMILY = "boilerplate.mail."
QUOTED = re.compile(r"[ \t]{0,3}(?:>|&gt;)")
ATTRIBUTED = 3  # lines over which the line that names the quoted author may run
MOST_SIGNED = 10  # lines of a signature
WIDEST_SIGNED = 90  # code points of its lines
FEWEST_FIELDS = 3  # of a message below an answer
FEWEST_SIGNS = 2  # kinds of things that a disclaimer or a warning says
MOST_LISTED = 12  # lines below the mark above the foot of a mailing list
RULED = re.compile(r"\s*(?:_{10,}|-{10,}|-- ?|-)\s*")  # such a mark


class Disclaimers(NamedTuple):
    """How disclaimers begin, the kinds of things that they say, and those of them that letters say as well."""

    opens: re.Pattern[str]
    signs: tuple[re.Pattern[str], ...]
    weak: tuple[re.Pattern[str], ...]


class Banners(NamedTuple):
    """The kinds of things that warnings above a message say, and whole lines."""

    signs: tuple[re.Pattern[str], ...]
    whole: re.Pattern[str]


class Originals(NamedTuple):
    """The line above a message that is quoted whole, and the lines of its head."""

    title: re.Pattern[str]
    header: re.Pattern[str]


def propose(document: Document, rules: RuleSet) -> Iterator[Edit]:
    """Take out what is not the message."""
    text, lines = document.text, document.lines
    found: dict[int, Reason] = {}
    searched = searched_for_signs(text)
    if holds(searched, DEVICE_SIGNS):
        found |= {hit.line: Reason(hit.rule) for hit in rules.cached(_devices).find(lines)}
    if holds(searched, DISCLAIMER_SIGNS):
        found |= dict.fromkeys(_disclaimers(lines, rules.cached(_disclaimer_tables)), Reason(FAMILY + "disclaimer"))
    if "-- \n" in text or "-- \r\n" in text:
        found |= dict.fromkeys(_signatures(lines), Reason(FAMILY + "signature"))
    if holds(text[:HEAD], BANNER_SIGNS):
        found |= dict.fromkeys(_banners(lines, rules.cached(_banner_tables)), Reason(FAMILY + "banner"))
    if holds(text, LIST_MARKS):
        found |= dict.fromkeys(_lists(lines, rules.cached(_list_signs)), Reason(FAMILY + "list"))
    if holds(text, QUOTE_SIGNS):
        found |= dict.fromkeys(_quoted(lines, rules), Reason(FAMILY + "quoted"))
    if "---" in text or "___" in text:
        found |= dict.fromkeys(_original(lines, rules), Reason(FAMILY + "original"))
    if holds(text, SENT_SIGNS):
        found |= dict.fromkeys(_headed(lines, rules.cached(_originals).header), Reason(FAMILY + "original"))
    if not found:
        return
    kept = {k: why for k, why in found.items() if not document.in_code(document.line_starts[k], document.line_starts[k])}
    if kept and any(line.strip() and k not in kept for k, line in enumerate(lines)):
        yield from removals(document, rules, kept)


def _devices(rules: RuleSet) -> Phrasebook:
    """The lines that devices add."""
    device = rules[FAMILY + "device"].data
    phrases = [text.replace("{device}", name) for text in device["templates"] for name in device["devices"]]
    return Phrasebook([(phrase, FAMILY + "device") for phrase in [*phrases, *device["phrases"]]])


def _attributions(rules: RuleSet) -> re.Pattern[str]:
    """The lines that say who is quoted."""
    return re.compile("|".join(rules[FAMILY + "quoted"].data["attributions"]), re.IGNORECASE)


def _originals(rules: RuleSet) -> Originals:
    original = rules[FAMILY + "original"].data
    return Originals(
        re.compile(rf"\s*[-_]{{3,}} ?(?:{'|'.join(original['titles'])}) ?[-_]{{3,}}\s*", re.IGNORECASE),
        re.compile(rf"\s*\**(?:{'|'.join(original['headers'])})\**\s?[:：]", re.IGNORECASE),
    )


def _disclaimer_tables(rules: RuleSet) -> Disclaimers:
    disclaimer = rules[FAMILY + "disclaimer"].data
    return Disclaimers(
        re.compile(rf"[\W_]*(?:{'|'.join(disclaimer['opens'])})", re.IGNORECASE),
        _patterns(disclaimer["signs"]),
        _patterns(disclaimer["weak"]),
    )


def _banner_tables(rules: RuleSet) -> Banners:
    banner = rules[FAMILY + "banner"].data
    return Banners(_patterns(banner["signs"]), re.compile(rf"\W*(?:{'|'.join(banner['whole'])})\W*", re.IGNORECASE))


def _list_signs(rules: RuleSet) -> re.Pattern[str]:
    return re.compile("|".join(rules[FAMILY + "list"].data["signs"]), re.IGNORECASE | re.MULTILINE)


def _patterns(groups: Iterable[list[str]]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile("|".join(words), re.IGNORECASE) for words in groups)


def _quoted(lines: list[str], rules: RuleSet) -> Iterator[int]:
    """Lines with ">" below a line that says whose they are, and that line."""
    number = 0
    while number < len(lines):
        if lines[number][:5].lstrip()[:1] not in (">", "&") or not QUOTED.match(lines[number]):
            number += 1
            continue
        start = _attribution(lines, number, rules)
        quoted = list(range(*start)) if start else []
        while number < len(lines) and (QUOTED.match(lines[number]) or not lines[number].strip()):
            if lines[number].strip():
                quoted.append(number)
            number += 1
        if start:
            yield from quoted


def _attribution(lines: list[str], quoted: int, rules: RuleSet) -> tuple[int, int] | None:
    """First line of, and line after, the attribution above the first of some quoted lines; None for none."""
    end = quoted
    while end > max(0, quoted - 2) and not lines[end - 1].strip():
        end -= 1
    for start in range(end - 1, max(-1, end - 1 - ATTRIBUTED), -1):
        if not lines[start].strip() or QUOTED.match(lines[start]):
            return None
        if rules.cached(_attributions).fullmatch(" ".join(line.strip() for line in lines[start:end])):
            return start, end
    return None


def _original(lines: list[str], rules: RuleSet) -> Iterator[int]:
    """From a line `-----Original Message-----` with fields below it to the end."""
    for number, line in enumerate(lines):
        if line.lstrip()[:3] in ("---", "___") and rules.cached(_originals).title.fullmatch(line):
            below = [other for other in lines[number + 1 : number + 6] if other.strip()]
            if sum(rules.cached(_originals).header.match(other) is not None for other in below) > 1:
                yield from (k for k in range(number, len(lines)) if lines[k].strip())
                return


def _headed(lines: list[str], header: re.Pattern[str]) -> Iterator[int]:
    """From the fields of a message below an answer to the end; none in a message that begins with its own fields."""
    first = next((k for k, line in enumerate(lines) if line.strip()), 0)
    if header.match(lines[first]):
        return
    for number in range(first + 1, len(lines)):
        if lines[number - 1].strip() or not header.match(lines[number]):
            continue
        end = number
        while end < len(lines) and header.match(lines[end]):
            end += 1
        fields = lines[number:end]
        if len(fields) >= FEWEST_FIELDS and any(("\n" + field).startswith(SENT_SIGNS) for field in fields):
            yield from (k for k in range(number, len(lines)) if lines[k].strip())
            return


def _signatures(lines: list[str]) -> Iterator[int]:
    """The line of two hyphens and a space, and what is below it, if it is short and the last of its message."""
    for number, line in enumerate(lines):
        if line.rstrip("\r") != "-- ":
            continue
        end = number + 1
        last = min(len(lines), number + 2 + MOST_SIGNED)  # one line more than a signature has: it is none
        while end < last and lines[end].strip() and not QUOTED.match(lines[end]):
            end += 1
        following = next((lines[k] for k in range(end, len(lines)) if lines[k].strip()), "")
        signed = range(number + 1, end)
        if following and not QUOTED.match(following):
            continue
        if 0 < len(signed) <= MOST_SIGNED and all(len(lines[k]) <= WIDEST_SIGNED for k in signed):
            yield from range(number, end)


def _disclaimers(lines: list[str], tables: Disclaimers) -> Iterator[int]:
    """From a line that opens a disclaimer to the end of its paragraph, if it says several things that they say."""
    number = 0
    while number < len(lines):
        if not tables.opens.match(lines[number]):
            number += 1
            continue
        end = number
        while end < len(lines) and lines[end].strip():
            end += 1
        text = " ".join(lines[number:end])
        strong, weak = (sum(sign.search(text) is not None for sign in signs) for signs in (tables.signs, tables.weak))
        if strong and strong + weak >= FEWEST_SIGNS:
            yield from range(number, end)
        number = end


def _banners(lines: list[str], tables: Banners) -> Iterator[int]:
    """The paragraphs at the head of a message that say that it came from outside, up to the first that does not."""
    number = 0
    while number < len(lines):
        end = number
        while end < len(lines) and lines[end].strip():
            end += 1
        text = " ".join(lines[number:end])
        if (
            text
            and not tables.whole.fullmatch(text)
            and sum(sign.search(text) is not None for sign in tables.signs) < FEWEST_SIGNS
        ):
            return
        yield from range(number, end)
        number = end + 1


def _lists(lines: list[str], signs: re.Pattern[str]) -> Iterator[int]:
    """The foot of a mailing list: the last mark of hyphens or underscores, and the few lines below it, which name the list."""
    for number in range(len(lines) - 1, max(-1, len(lines) - 2 - MOST_LISTED), -1):
        if RULED.fullmatch(lines[number]) and any(line.strip() for line in lines[number + 1 :]):
            below = "\n".join(lines[number + 1 :])
            if signs.search(below) and not any(map(QUOTED.match, lines[number:])):
                yield from (k for k in range(number, len(lines)) if lines[k].strip())
            return
