"""Labels the lines of web pages by their main text, for `training.boilerplate.structure`.

    python -m training.boilerplate.aligned GOLD.jsonl.gz PAGES OUT [--turns]

An object of GOLD has `page`, `site`, `text` (the main text, as annotated) and `file` (the page in the folder PAGES, HTML,
gzipped). Writes `crude.jsonl.gz` (all text of each page, by resiliparse and by inscriptis, or with `--turns` by one of them in
turn) and `extracted.jsonl.gz` (what trafilatura leaves) into OUT.

A line is content if its words are in the longest common subsequence of page and main text and its trigrams in the main text;
boilerplate if neither are; else unsure. Short lines are content only as whole lines of the main text. Needs inscriptis,
rapidfuzz, resiliparse and trafilatura.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

CJK = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
WORD = re.compile(rf"[{CJK}]|[^\W{CJK}]+")
SHORT = 3  # words from which trigrams tell
MOST_BOILERPLATE, FEWEST_SHORT = 0.5, 0.5  # share of words in the subsequence: of boilerplate; of an unsure short line
FEW_TRIGRAMS, SOME_TRIGRAMS, MANY_TRIGRAMS, COVERED = 0.1, 0.3, 0.7, 0.8  # shares of trigrams, and of words
CRUDE_WEIGHT = 0.6  # of errors on crude pages: two engines give the same page twice
Record = dict[str, Any]


def words_of(text: str) -> list[str]:
    """The words of a text, in small letters.

    >>> words_of("The Boat, 12 港")
    ['the', 'boat', '12', '港']
    """
    return [word.lower() for word in WORD.findall(text)]


def label_lines(lines: Sequence[str], gold: str) -> list[int]:
    """1 for boilerplate, 0 for content, -1 for unsure."""
    from rapidfuzz.distance import LCSseq

    main = words_of(gold)
    found = [words_of(line) for line in lines]
    numbers: dict[str, int] = {}
    page = [numbers.setdefault(word, len(numbers)) for words in found for word in words]
    owner = [k for k, words in enumerate(found) for _ in words]
    covered = [0] * len(lines)
    for part in LCSseq.opcodes(page, [numbers.setdefault(word, len(numbers)) for word in main]):
        if part.tag == "equal":
            for place in range(part.src_start, part.src_end):
                covered[owner[place]] += 1
    trigrams = {tuple(main[k : k + 3]) for k in range(len(main) - 2)}
    whole = {" ".join(words_of(line)) for line in gold.split("\n")}
    return [label_of(words, count / max(1, len(words)), trigrams, whole) for words, count in zip(found, covered, strict=True)]


def label_of(words: Sequence[str], covered: float, trigrams: set[tuple[str, ...]], whole: set[str]) -> int:
    """The label of one line."""
    if not words:
        return -1
    if len(words) < SHORT:
        return 0 if " ".join(words) in whole else 1 if covered < FEWEST_SHORT else -1
    own = [tuple(words[k : k + 3]) for k in range(len(words) - 2)]
    share = sum(trigram in trigrams for trigram in own) / len(own)
    if share >= MANY_TRIGRAMS or (covered >= COVERED and share >= SOME_TRIGRAMS):
        return 0
    return 1 if share <= FEW_TRIGRAMS and covered <= MOST_BOILERPLATE else -1


def texts_of(html: str) -> Iterator[tuple[str, str]]:
    """The text of a page by each engine, with the file that it belongs to."""
    import inscriptis
    import trafilatura
    from resiliparse.extract.html2text import extract_plain_text

    yield "crude", extract_plain_text(html, main_content=False, list_bullets=True, links=False, alt_texts=False, noscript=False)
    yield "crude", inscriptis.get_text(html)
    yield "extracted", trafilatura.extract(html, favor_recall=True) or ""


def records_of(gold: Record, folder: Path, turn: int | None = None) -> Iterator[tuple[str, Record]]:
    """The labelled texts of one page; of the crude ones that whose turn it is, if `turn` says so."""
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    raw = gzip.decompress((folder / gold["file"]).read_bytes())
    texts = list(texts_of(bytes_to_str(raw, detect_encoding(raw) or "utf-8")))
    if turn is not None:
        del texts[1 - turn % 2]
    for name, text in texts:
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        if lines:
            weight = CRUDE_WEIGHT if name == "crude" and turn is None else 1.0
            labels = label_lines(lines, gold["text"])
            yield name, {"page": gold["page"], "site": gold["site"], "lines": lines, "labels": labels, "weight": weight}


def main() -> None:
    """Label the pages of a file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("pages", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--turns", action="store_true")
    options = parser.parse_args()
    with gzip.open(options.gold, "rt", encoding="utf-8", errors="surrogateescape") as rows:
        found = [
            record
            for turn, row in enumerate(rows)
            for record in records_of(json.loads(row), options.pages, turn if options.turns else None)
        ]
    for name in ("crude", "extracted"):
        with gzip.open(options.out / f"{name}.jsonl.gz", "wt", encoding="utf-8", errors="surrogateescape") as out:
            out.writelines(json.dumps(record) + "\n" for kind, record in found if kind == name)


if __name__ == "__main__":
    main()
