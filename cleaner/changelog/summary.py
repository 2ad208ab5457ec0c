"""What a person wants to see of a log in a terminal: changes with the text around them, counts with bars."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from cleaner.changelog.read import LogDocument
from cleaner.core.edits import Change

BAR = "▏▎▍▌▋▊▉█"  # an eighth of a column each
RED, GREEN, DIM, END = "\033[31m", "\033[32m", "\033[2m", "\033[0m"


def change_line(change: Change, head: str, around: tuple[str, str] = ("", ""), colour: bool = False) -> str:
    """One change in one line: where, what became what in its surroundings, by which rule.

    >>> change = Change(3, 7, " the", "", "typos.doubled", "typos.doubled.word", "doubled", "safe")
    >>> change_line(change, "cat.txt:1:4", ("the", " cat"))
    'cat.txt:1:4: the[- the-] cat  (typos.doubled.word)'
    """
    removed = f"[-{visible(change.before)}-]" if change.before else ""
    added = f"{{+{visible(change.after)}+}}" if change.after else ""
    if colour:
        removed = f"{RED}{removed[2:-2]}{END}" if removed else ""
        added = f"{GREEN}{added[2:-2]}{END}" if added else ""
    rule = f"{DIM}({visible(change.rule)}){END}" if colour else f"({visible(change.rule)})"
    return f"{head}: {visible(around[0])}{removed}{added}{visible(around[1])}  {rule}"


def visible(text: str) -> str:
    """Text in one line, without characters that would steer a terminal."""
    if text.isprintable():
        return text
    shown = {"\n": "⏎", "\t": "⇥"}
    return "".join(char if char.isprintable() else shown.get(char) or f"\\x{ord(char):02x}" for char in text)


def context_of(source: str, change: Change, width: int) -> tuple[str, str]:
    """Up to `width` code points before and after a change, within its line."""
    low, high = max(0, change.start - width), change.end + width
    before = source[low : change.start].rpartition("\n")[2]
    after = source[change.end : high].partition("\n")[0]
    return before, after


def stats_lines(documents: Iterable[LogDocument], width: int = 40) -> Iterator[str]:
    """Counts of a log: documents, changes by rule with bars, suggestions by rule."""
    changes: Counter[str] = Counter()
    suggestions: Counter[str] = Counter()
    total = touched = size = 0
    for logged in documents:
        if logged.is_file:  # its records that changed are documents
            size += logged.input.bytes
            continue
        total += 1
        touched += bool(logged.changes)
        size += 0 if logged.is_record else logged.input.bytes
        changes.update(change.rule for change in logged.changes)
        suggestions.update(suggestion.rule for suggestion in logged.suggestions)
    made = sum(changes.values())
    yield f"{_counted(made, 'change')} in {touched:,} of {_counted(total, 'document')}, {_counted(size, 'byte')}"
    yield from _bars(changes, width)
    if suggestions:
        yield _counted(sum(suggestions.values()), "suggestion")
        yield from _bars(suggestions, width)


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _bars(counts: Counter[str], width: int) -> Iterator[str]:
    if not counts:
        return
    shown = ((visible(rule), count) for rule, count in counts.items())
    ranked: Sequence[tuple[str, int]] = sorted(shown, key=lambda item: (-item[1], item[0]))
    name_width = max(len(rule) for rule, _ in ranked)
    number_width = len(f"{ranked[0][1]:,}")
    for rule, count in ranked:
        eighths = max(1, round(count * width * 8 / ranked[0][1]))
        bar = BAR[-1] * (eighths // 8) + (BAR[eighths % 8 - 1] if eighths % 8 else "")
        yield f"  {rule:<{name_width}}  {count:>{number_width},}  {bar}"
