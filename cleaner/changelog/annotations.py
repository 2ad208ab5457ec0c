"""Annotations: the log as W3C Web Annotation, and annotations of others carried between raw and clean text.

A text is often annotated before it is cleaned, or after, and the spans are wanted on the other side. Start at
:func:`carry_spans`; the helpers for spaCy's `(start, end, label)`, BRAT's standoff files, JSONL records with spans and Web
Annotation targets are made of it. All take `carry`, which is `result.to_clean`, `result.to_original`, or the same of
:attr:`cleaner.changelog.read.LogDocument.positions`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from cleaner.changelog.read import LogDocument, documents_of
from cleaner.core.errors import LogError

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
LOG = "cleaner:record"  # our key; JSON-LD readers see a property of our own
Carry = Callable[[int, int], tuple[int, int]]
T = TypeVar("T", bound=tuple[Any, ...])


# ---- the log as annotations -----------------------------------------------------------------------------------------------


def to_web_annotations(documents: Iterable[LogDocument]) -> dict[str, Any]:
    """An annotation collection with an annotation for each change and suggestion. It reads back as the same log."""
    items: list[dict[str, Any]] = []
    frames: list[dict[str, Any]] = []
    for logged in documents:
        for record in logged.records():
            if record["kind"] in ("change", "suggestion"):
                items.append(_annotation(record, logged.name))
            frames.append({"record": record} if record["kind"] not in ("change", "suggestion") else {"item": len(items) - 1})
    page = {"type": "AnnotationPage", "items": items}
    return {
        "@context": [CONTEXT, {"cleaner": "urn:cleaner:"}],
        "type": "AnnotationCollection",
        "total": len(items),
        "first": page,
        "cleaner:log": frames,
    }


def _annotation(record: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The W3C Web Annotation of a log record."""
    bodies: list[dict[str, Any]] = [
        {"type": "TextualBody", "value": record["after"], "format": "text/plain", "purpose": "editing"},
        {"type": "TextualBody", "value": record["rule"], "purpose": "tagging"},
    ]
    if record["reason"]:
        bodies.append({"type": "TextualBody", "value": record["reason"], "purpose": "describing"})
    selectors = [
        {"type": "TextPositionSelector", "start": record["start"], "end": record["end"]},
        {"type": "TextQuoteSelector", "exact": record["before"]},
    ]
    return {
        "type": "Annotation",
        "motivation": "editing" if record["kind"] == "change" else "assessing",
        "body": bodies,
        "target": {"source": name or "text", "selector": selectors},
        LOG: {key: value for key, value in record.items() if key not in ("start", "end", "before", "after", "rule", "reason")},
    }


def from_web_annotations(collection: Mapping[str, Any]) -> Iterator[LogDocument]:
    """The documents of a collection that :func:`to_web_annotations` made. Raises LogError for any other."""
    try:
        items = collection["first"]["items"]
        frames = collection["cleaner:log"]
        records = [frame["record"] if "record" in frame else _record(items[frame["item"]]) for frame in frames]
    except (KeyError, ValueError, TypeError, IndexError) as error:
        raise LogError("this annotation collection was not made from a change log") from error
    return documents_of(enumerate(records, 1))


def _record(annotation: Mapping[str, Any]) -> dict[str, Any]:
    """The log record of an annotation."""
    position, quoted = annotation["target"]["selector"]
    bodies = {body["purpose"]: body["value"] for body in annotation["body"]}
    return {
        **annotation[LOG],
        "start": position["start"],
        "end": position["end"],
        "before": quoted["exact"],
        "after": bodies["editing"],
        "rule": bodies["tagging"],
        "reason": bodies.get("describing", ""),
    }


# ---- annotations of others -------------------------------------------------------------------------------------------------


def carry_spans(spans: Iterable[T], carry: Carry) -> list[T]:
    """Tuples `(start, end, ...)` on the other side; those that fall on nothing there (deleted text) are left out.

    >>> from cleaner import clean
    >>> result = clean("the the cat sat", select=["typos"])
    >>> carry_spans([(8, 11, "ANIMAL")], result.to_clean), carry_spans([(4, 7, "ANIMAL")], result.to_original)
    ([(4, 7, 'ANIMAL')], [(8, 11, 'ANIMAL')])
    """
    carried = []
    for span in spans:
        start, end = carry(span[0], span[1])
        if start < end or span[0] == span[1]:
            carried.append((start, end, *span[2:]))
    return carried  # type: ignore[return-value]


def carry_spacy(example: tuple[str, Mapping[str, Any]], text: str, carry: Carry) -> tuple[str, dict[str, Any]]:
    """A training example of spaCy, `(text, {"entities": [(start, end, label), ...], "spans": {key: [...]}})`.

    `text` is the text of the other side. Other keys (`cats`, `links`) are kept.
    """
    notes = dict(example[1])
    if "entities" in notes:
        notes["entities"] = carry_spans([tuple(span) for span in notes["entities"]], carry)
    if "spans" in notes:
        notes["spans"] = {key: carry_spans([tuple(s) for s in spans], carry) for key, spans in notes["spans"].items()}
    return text, notes


def carry_record(record: Mapping[str, Any], text: str, carry: Carry, spans: str = "spans", key: str = "text") -> dict[str, Any]:
    """A JSONL record `{"text": ..., "spans": [{"start": 0, "end": 3, ...}, ...]}`, as Prodigy and doccano write it.

    Spans may be objects with `start` and `end`, or lists `[start, end, label]`. Those on deleted text are left out.
    """
    carried: list[Any] = []
    for span in record.get(spans, ()):
        old = (span["start"], span["end"]) if isinstance(span, Mapping) else (span[0], span[1])
        for start, end in carry_spans([old], carry):
            new = {**span, "start": start, "end": end} if isinstance(span, Mapping) else [start, end, *span[2:]]
            if isinstance(new, dict) and "text" in new:
                new["text"] = text[start:end]
            carried.append(new)
    return {**record, key: text, spans: carried}


BOUND = re.compile(r"(T\S*)\t(\S+) ([0-9 ;]+)\t(.*)", re.DOTALL)


def carry_brat(lines: Sequence[str], text: str, carry: Carry) -> list[str]:
    """The lines of a BRAT standoff file (`T1<tab>Person 0 4;8 11<tab>text`); other lines are kept as they are.

    Fragments on deleted text are left out, and so are annotations without any fragment left.

    >>> from cleaner import clean
    >>> result = clean("the the cat sat", select=["typos"])
    >>> carry_brat(["T1\\tAnimal 8 11\\tcat", "A1\\tTame T1"], result.text, result.to_clean)
    ['T1\\tAnimal 4 7\\tcat', 'A1\\tTame T1']
    """
    carried = []
    for line in lines:
        match = BOUND.fullmatch(line)
        if match is None:
            carried.append(line)
            continue
        name, kind, places, _ = match.groups()
        fragments = [(int(start), int(end)) for start, end in (place.split() for place in places.split(";"))]
        moved = carry_spans(fragments, carry)
        if moved:
            where = ";".join(f"{start} {end}" for start, end in moved)
            covered = " ".join(text[start:end] for start, end in moved).replace("\n", " ")
            carried.append(f"{name}\t{kind} {where}\t{covered}")
    return carried


def carry_annotation(annotation: Mapping[str, Any], text: str, carry: Carry) -> dict[str, Any] | None:
    """A Web Annotation whose target has a TextPositionSelector (a TextQuoteSelector beside it is made anew).

    None if what it is about was deleted. Raises LogError if it has no position.
    """
    target = annotation.get("target", {})
    selectors = target.get("selector", ())
    found = [selectors] if isinstance(selectors, Mapping) else list(selectors)
    position = next((one for one in found if one.get("type") == "TextPositionSelector"), None)
    if position is None:
        raise LogError("the annotation has no TextPositionSelector", where=str(annotation.get("id", "")))
    for start, end in carry_spans([(position["start"], position["end"])], carry):
        fresh: list[dict[str, Any]] = [{**position, "start": start, "end": end}]
        if any(one.get("type") == "TextQuoteSelector" for one in found):
            quote = {"exact": text[start:end], "prefix": text[max(0, start - 32) : start], "suffix": text[end : end + 32]}
            fresh.append({"type": "TextQuoteSelector", **quote})
        return {**annotation, "target": {**target, "selector": fresh if len(fresh) > 1 else fresh[0]}}
    return None
