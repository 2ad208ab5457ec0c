"""`cleaner review -t`: one change after the other in the terminal, with what is around it, and a key for each decision.

Decisions are kept in the file that the page saves too, so `cleaner apply` takes them, and a review that was left goes on where
it stopped. Start at :meth:`Session.run`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.batch.output.atomic import write_file
from cleaner.changelog.read import LogDocument
from cleaner.changelog.summary import context_of, visible
from cleaner.cli.words import add_words
from cleaner.core.document import WORD
from cleaner.core.edits import Change
from cleaner.core.errors import ConfigError
from cleaner.core.escape import escaped

AROUND = 60  # code points shown on either side of a change
KEYS = {
    "a": "accept", "r": "reject", "A": "always (this rule)", "N": "never (this rule)", "w": "add to words", "e": "edit",
    "u": "undo", "q": "quit",
}  # fmt: skip
RESET, BOLD, DIM, RED, GREEN, CYAN = "\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[32m", "\x1b[36m"


class Item(NamedTuple):
    """A change or (`suggested`) a suggestion of one document."""

    document: int
    change: Change
    line: int
    column: int
    suggested: bool

    @property
    def key(self) -> tuple[int, int, int, str]:
        """What a decision is about."""
        return self.document, self.change.start, self.change.end, self.change.rule


class Decision(NamedTuple):
    """ "accepted", "rejected", or "edited" with what the user wrote."""

    kind: str
    text: str = ""


class Session:
    """A review: the documents, what was decided, and where that is kept.

    `ask` shows a prompt and gives a key, `line` asks for a text, `say` prints a line.
    """

    def __init__(
        self,
        documents: Iterable[tuple[LogDocument, str]],
        file: Path,
        words: Path,
        ask: Callable[[str], str],
        line: Callable[[str, str], str],
        say: Callable[[str], None],
        colour: bool = False,
    ) -> None:
        self.documents = list(documents)
        self.file, self.words, self.ask, self.line, self.say, self.colour = file, words, ask, line, say, colour
        self.items = [item for number, (logged, _) in enumerate(self.documents) for item in _items(number, logged)]
        self.decided: dict[tuple[int, int, int, str], Decision] = {}
        self.undone: list[list[tuple[int, int, int, str]]] = []  # what each key decided, the last first to be taken back
        self._read()

    def run(self) -> int:
        """Ask until everything is decided or the user quits; how many items are left."""
        try:
            while item := next((item for item in self.items if item.key not in self.decided), None):
                if not self._decide(item):
                    break
        finally:
            self._save()
        return sum(item.key not in self.decided for item in self.items)

    # ---- one decision -----------------------------------------------------------------------------------------------

    def _decide(self, item: Item) -> bool:
        """Show an item and take a key; False to quit."""
        self.say(self._shown(item))
        key = self.ask(" · ".join(f"[{key}] {what}" for key, what in KEYS.items()) + " ? ")
        if key in ("q", "", "\x03", "\x04"):
            return False
        if key == "u":
            for taken in self.undone.pop() if self.undone else ():
                self.decided.pop(taken, None)
        elif key == "e":
            text = self.line("Replace it by", item.change.after)
            self._take([item], Decision("edited", text))
        elif key == "w":
            self._keep_word(item)
        elif key in ("a", "r", "\r", "\n"):
            self._take([item], Decision("rejected" if key == "r" else "accepted"))
        elif key in ("A", "N"):
            same = [other for other in self.items if other.change.rule == item.change.rule and other.key not in self.decided]
            self._take(same, Decision("accepted" if key == "A" else "rejected"))
        else:
            self.say(f"{key!r} is none of the keys")
        return True

    def _keep_word(self, item: Item) -> None:
        """The words of a change go to the word file, and changes of the same text are rejected."""
        words = WORD.findall(item.change.before)
        try:
            new = add_words(words, self.words)
        except ConfigError as error:
            self.say(str(error))
            return
        self.say(f"added to {escaped(str(self.words))}: {', '.join(map(escaped, new)) or 'nothing new'}")
        same = [other for other in self.items if other.change.before == item.change.before and other.key not in self.decided]
        self._take(same, Decision("rejected"))

    def _take(self, items: list[Item], decision: Decision) -> None:
        self.undone.append([item.key for item in items])
        self.decided.update({item.key: decision for item in items})

    def _shown(self, item: Item) -> str:
        """A change with its context, before and after marked."""
        change, (logged, source) = item.change, self.documents[item.document]
        left, right = context_of(source, change, AROUND)
        done = sum(other.key in self.decided for other in self.items)
        kind = "suggestion" if item.suggested else change.safety
        place = f"{escaped(logged.name)}:{item.line}:{item.column}"
        head = f"\n{done + 1:,}/{len(self.items):,}  {place}  {escaped(change.rule)} ({kind})"
        before, after = f"[-{visible(change.before)}-]", f"{{+{visible(change.after)}+}}"
        if self.colour:
            head = f"{BOLD}{head}{RESET}"
            before, after = f"{RED}{before[2:-2]}{RESET}", f"{GREEN}{after[2:-2]}{RESET}"
        why = f"{DIM}{escaped(change.reason)}{RESET}" if self.colour else escaped(change.reason)
        return (
            f"{head}\n  {visible(left)}{before if change.before else ''}{after if change.after else ''}{visible(right)}\n  {why}"
        )

    # ---- the file ---------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        """Decisions of an earlier session about texts that are the same still."""
        if not self.file.exists():
            return
        from cleaner.cli.decisions import key_of, read_decisions

        known = {document["sha256"]: document for document in read_decisions(str(self.file))}
        for number, (logged, _) in enumerate(self.documents):
            document = known.get(logged.input.sha256)
            if document is None:
                continue
            places = {
                (item.change.start, item.change.end, item.change.rule): item for item in self.items if item.document == number
            }
            for kind, entries in (
                ("rejected", "rejected"),
                ("accepted", "suggestions"),
                ("accepted", "kept"),
                ("rejected", "left"),
            ):
                for entry in document.get(entries, ()):
                    if item := places.get(key_of(entry)):
                        self.decided[item.key] = Decision(kind)
            for entry in document.get("edited", ()):
                if item := places.get(key_of(entry)):
                    self.decided[item.key] = Decision("edited", entry["after"])

    def _save(self) -> None:
        documents = [self._table(number, logged) for number, (logged, _) in enumerate(self.documents)]
        table = {"kind": "cleaner-decisions", "version": 1, "documents": documents}
        write_file((json.dumps(table, indent=1) + "\n").encode(), self.file, keep=self.file.exists())

    def _table(self, number: int, logged: LogDocument) -> dict[str, Any]:
        """Decisions of one document: as the page saves them, and `kept` and `left`, which only this session reads."""
        lists: dict[str, list[dict[str, Any]]] = {name: [] for name in ("rejected", "suggestions", "edited", "kept", "left")}
        for item in self.items:
            decision = self.decided.get(item.key)
            if item.document != number or decision is None:
                continue
            entry: dict[str, Any] = {"start": item.change.start, "end": item.change.end, "rule": item.change.rule}
            if decision.kind == "edited":
                lists["edited"].append({**entry, "after": decision.text})
            elif item.suggested:
                lists["suggestions" if decision.kind == "accepted" else "left"].append(entry)
            elif decision.kind == "rejected":
                left, right = context_of(self.documents[number][1], item.change, AROUND)
                lists["rejected"].append({**entry, "line": item.line, "context": left + item.change.before + right})
            else:
                lists["kept"].append(entry)
        return {"name": logged.name, "sha256": logged.input.sha256, "accepted": [], **lists}


def _items(number: int, logged: LogDocument) -> list[Item]:
    made = zip(logged.changes, logged.places, strict=True)
    offered = zip(logged.suggestions, logged.suggestion_places, strict=True)
    found = [Item(number, change, place.line, place.column, False) for change, place in made]
    found += [Item(number, change, place.line, place.column, True) for change, place in offered]
    return sorted(found, key=lambda item: (item.change.start, item.change.end))
