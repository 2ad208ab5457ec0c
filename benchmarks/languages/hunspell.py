"""Hunspell as a peer: every word that its dictionary lacks becomes the first of its suggestions.

The program `hunspell` and its dictionaries are installed apart (Debian: `hunspell hunspell-de-de hunspell-fr ...`). It reads
a line and answers `& word count offset: suggestions`.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator

DICTIONARIES = {
    "de": "de_DE", "fr": "fr_FR", "es": "es_ES", "it": "it_IT", "pt": "pt_BR", "nl": "nl_NL", "pl": "pl_PL", "ru": "ru_RU",
}  # fmt: skip
ANSWER = re.compile(r"& (\S+) \d+ (\d+): ([^,\n]+)")


def corrected(texts: Iterable[str], language: str, *, names: bool = False) -> Iterator[tuple[str, int]]:
    """Each text with the first suggestions, and how many words were replaced; words with a capital only with `names`."""
    for text in texts:
        lines = text.split("\n")
        sent = "".join(f"^{line}\n" for line in lines)
        run = subprocess.run(
            ["hunspell", "-a", "-i", "utf-8", "-d", DICTIONARIES[language]],
            input=sent.encode(),
            capture_output=True,
            check=True,
        )
        answers = run.stdout.decode().split("\n\n")
        count = 0
        for i, answer in enumerate(answers[: len(lines)]):
            for marked, offset, first in reversed(ANSWER.findall(answer)):
                word = marked.rstrip(".")  # which German counts to the word
                if names or word.islower():
                    at = _place(lines[i], word, int(offset) - 1)
                    if at >= 0:
                        lines[i] = lines[i][:at] + first + lines[i][at + len(word) :]
                        count += 1
        yield "\n".join(lines), count


def _place(line: str, word: str, near: int) -> int:
    """Where a word stands: hunspell counts bytes in some versions and characters in others."""
    if line[near : near + len(word)] == word:
        return near
    characters = len(line.encode()[:near].decode(errors="ignore"))
    return characters if line[characters : characters + len(word)] == word else line.find(word)
