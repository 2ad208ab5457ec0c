"""Hunspell as a peer: every word that its dictionary lacks becomes the first of its suggestions.

The program `hunspell` and its dictionaries are installed apart (Debian: `hunspell hunspell-de-de hunspell-fr ...`). It reads
lines and answers each with `& word count offset: suggestions` for its unknown words, and an empty line.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Sequence

DICTIONARIES = {
    "de": "de_DE", "fr": "fr_FR", "es": "es_ES", "it": "it_IT", "pt": "pt_BR", "nl": "nl_NL", "pl": "pl_PL", "ru": "ru_RU",
}  # fmt: skip
ANSWER = re.compile(r"& (\S+) \d+ (\d+): ([^,\n]+)")


def corrected(texts: Sequence[str], language: str, *, names: bool = False) -> Iterator[tuple[str, int]]:
    """Each text with the first suggestions, and how many words were replaced; words with a capital only with `names`.

    One process reads all texts: opening a dictionary takes up to half a second.
    """
    lines = [line for text in texts for line in text.split("\n")]
    run = subprocess.run(
        ["hunspell", "-a", "-i", "utf-8", "-d", DICTIONARIES[language]],
        input="".join(f"^{line}\n" for line in lines).encode(),
        capture_output=True,
        check=True,
    )
    answers = _blocks(run.stdout.decode().split("\n")[1:])
    for text in texts:
        made, count = [], 0
        for line in text.split("\n"):
            fixed, words = _with_suggestions(line, next(answers), names=names)
            made.append(fixed)
            count += words
        yield "\n".join(made), count


def _blocks(rows: Sequence[str]) -> Iterator[str]:
    """The answers to each line: rows up to an empty one."""
    block: list[str] = []
    for row in rows:
        if row:
            block.append(row)
        else:
            yield "\n".join(block)
            block = []


def _with_suggestions(line: str, answer: str, *, names: bool) -> tuple[str, int]:
    """A line with the first suggestion for each unknown word, from the last to the first, and how many there were."""
    count = 0
    for marked, offset, first in reversed(ANSWER.findall(answer)):
        word = marked.rstrip(".")  # which German counts to the word
        at = _place(line, word, int(offset) - 1)
        if at >= 0 and (names or word.islower()):
            line = line[:at] + first + line[at + len(word) :]
            count += 1
    return line, count


def _place(line: str, word: str, near: int) -> int:
    """Where a word stands: hunspell counts bytes in some versions and characters in others."""
    if line[near : near + len(word)] == word:
        return near
    characters = len(line.encode()[:near].decode(errors="ignore"))
    return characters if line[characters : characters + len(word)] == word else line.find(word)
