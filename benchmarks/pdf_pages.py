"""Pages of PDF text with what they should read, made for measuring the preset `pdf`.

    python benchmarks/pdf_pages.py make TEXT.txt.xz... --pages 1000 --out FOLDER [--part rest|held]
    python benchmarks/pdf_pages.py score FOLDER [--preset pdf] [-v]
    python benchmarks/pdf_pages.py clean TEXT.txt.xz... [--preset pdf]

Paragraphs of English text (one a line, an empty line between documents, `## ` before a document's name) are set by reportlab
in several fonts and layouts and extracted by pypdfium2 and pdfminer.six. The damage is that of real extraction: ligature
glyphs set apart from their word, glyphs without a character, words hyphenated by pyphen, lines, running heads and feet,
page numbers, spaced-out headings, columns, tables, verse and lists. `held` takes the documents whose running number ends in 7.
Nothing that it makes is kept in the repository.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

WIDTH, HEIGHT = 595.0, 842.0  # points, A4
MARGIN = 72.0
WIDEST_GAP = 0.3  # font sizes by which a space is stretched; beyond, the line is ragged, and extractors take words for columns
LIGATURE = re.compile("ffi|ffl|ff|fi|fl")
GLYPHS = {"ff": "ﬀ", "fi": "ﬁ", "fl": "ﬂ", "ffi": "ﬃ", "ffl": "ﬄ"}
DEJAVU = Path("/usr/share/fonts/truetype/dejavu")
LAYOUTS = ("single", "narrow", "columns")


class Block(NamedTuple):
    """One element: "p" (paragraph), "h" (heading), "verse", "list", "table"; its lines as they should read."""

    kind: str
    text: str


class Style(NamedTuple):
    font: str
    size: float
    layout: str
    indent: bool  # paragraphs begin with an indent; else with a blank line
    justify: bool
    hyphenate: bool
    ligatures: str  # "none", "glyph", "apart", "lost"
    head: str
    foot: str  # "number", "of", "title", ""
    spaced: bool


# ---- text -------------------------------------------------------------------------------------------------------------


def documents(paths: list[Path], part: str) -> Iterator[list[str]]:
    """Paragraphs of document after document; a tenth of them is held out."""
    number = 0
    for path in paths:
        held: list[str] = []
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in [*lines, "\n"]:
                paragraph = line.strip()
                if paragraph.startswith("## "):
                    continue
                if paragraph:
                    held.append(paragraph)
                elif held:
                    if (number % 10 == 7) == (part == "held"):
                        yield held
                    number += 1
                    held = []


def _plain(text: str) -> str:
    """What the base fonts of PDF can show."""
    text = " ".join(text.split())
    return text.encode("cp1252", "ignore").decode("cp1252").replace("\xa0", " ").replace("\xad", "")


def blocks_of(paragraphs: list[str], chance: random.Random) -> Iterator[Block]:
    """Paragraphs with headings, lists, tables and verse between them."""
    for number, text in enumerate(map(_plain, paragraphs)):
        words = text.split()
        if len(words) < 12 or len(words) > 400:
            continue
        if number % 9 == 0:
            yield Block("h", " ".join(words[: chance.randint(2, 5)]).strip(" ,.;:").title())
        yield Block("p", text)
        kind = chance.random()
        if kind < 0.03:
            yield Block("list", "\n".join(f"{k}. {' '.join(words[3 * k : 3 * k + 4])}" for k in range(1, 4)))
        elif kind < 0.06:
            rows = [f"{chance.choice(words)[:12]}  {chance.randint(1, 999)}  {chance.random() * 50:.1f}" for _ in range(5)]
            yield Block("table", "\n".join(rows))
        elif kind < 0.09:
            lines = [" ".join(words[k : k + chance.randint(4, 6)]).capitalize().strip(" .") + "," for k in range(0, 24, 6)]
            yield Block("verse", "\n".join(line for line in lines if line != ","))


# ---- setting ----------------------------------------------------------------------------------------------------------


class Setter:
    """Sets blocks on pages and remembers what each page should read."""

    def __init__(self, path: Path, style: Style, hyphens: Any) -> None:
        from reportlab.pdfgen import canvas

        self.canvas = canvas.Canvas(str(path), pagesize=(WIDTH, HEIGHT))
        self.style, self.hyphens = style, hyphens
        self.page = 1
        columns = {"single": 1, "narrow": 1, "columns": 2}[style.layout]
        self.lead = style.size * 1.25
        inner = WIDTH - 2 * MARGIN - (120 if style.layout == "narrow" else 0)
        self.width = (inner - 20 * (columns - 1)) / columns
        self.lefts = [MARGIN + k * (self.width + 20) for k in range(columns)]
        self.column = 0
        self.top = HEIGHT - MARGIN - 2 * self.lead
        self.y = self.top
        self._decorate()

    def _decorate(self) -> None:
        style, c = self.style, self.canvas
        c.setFont(style.font, style.size - 1)
        if style.head:
            text = style.head if self.page % 2 or "|" not in style.head else style.head.split("|")[1]
            c.drawString(MARGIN, HEIGHT - MARGIN, text.split("|")[0] if self.page % 2 else text)
        foot = {"number": str(self.page), "of": f"Page {self.page} of 40", "title": f"Draft of the Board - {self.page}", "": ""}[
            style.foot
        ]
        if foot:
            c.drawCentredString(WIDTH / 2, MARGIN - 2 * self.lead, foot)
        c.setFont(style.font, style.size)

    def _feed(self) -> float:
        """The next line's height; a new column or page where this one is full."""
        self.y -= self.lead
        if self.y < MARGIN:
            self.column += 1
            if self.column == len(self.lefts):
                self.column = 0
                self.page += 1
                self.canvas.showPage()
                self._decorate()
            self.y = self.top - self.lead
        return self.y

    def block(self, block: Block) -> None:
        if block.kind == "p":
            self._paragraph(block.text)
        elif block.kind == "h":
            self._heading(block.text)
        else:
            if self.y - self.lead * (block.text.count("\n") + 2) < MARGIN:
                self.y = MARGIN  # not torn apart
                return_to = self._feed()
                self.y = return_to + self.lead
            self.y -= self.lead / 2
            for line in block.text.split("\n"):
                self._line(line, 24 if block.kind == "verse" else 12, None)
            self.y -= self.lead / 2

    def _heading(self, text: str) -> None:
        self.y -= self.lead
        if self.y - 3 * self.lead < MARGIN:
            self.y = MARGIN
        y = self._feed()
        self.canvas.setFont(self.style.font, self.style.size + 2)
        left = self.lefts[self.column]
        if self.style.spaced:
            text = text.upper()
            t = self.canvas.beginText(left, y)
            t.setCharSpace(self.style.size * 0.35)
            t.textOut(text)
            t.setCharSpace(0)
            self.canvas.drawText(t)
        else:
            self.canvas.drawString(left, y, text)
        self.canvas.setFont(self.style.font, self.style.size)
        self.y -= self.lead / 2

    def _paragraph(self, text: str) -> None:
        indent = self.style.size * 1.5 if self.style.indent else 0.0
        if not self.style.indent:
            self.y -= self.lead * 0.6
        lines = list(self._broken(text, indent))
        for number, line in enumerate(lines):
            last = number == len(lines) - 1
            shift = indent if number == 0 else 0.0
            self._line(line, shift, None if last or not self.style.justify else self.width - shift)

    def _broken(self, text: str, indent: float) -> Iterator[str]:
        """Lines of a paragraph, with hyphens as in print."""
        room, line = self.width - indent, ""
        for word in text.split(" "):
            longer = f"{line} {word}" if line else word
            if self._measure(longer) <= room:
                line = longer
                continue
            head, tail = self._hyphenated(line, word, room)
            yield f"{line} {head}" if head and line else head or line
            line, room = tail, self.width
        if line:
            yield line

    def _hyphenated(self, line: str, word: str, room: float) -> tuple[str, str]:
        if "-" in word.strip("-") and word.replace("-", "").isalpha():
            head, tail = word.split("-", 1)
            if self._measure(f"{line} {head}-") <= room:
                return head + "-", tail
        core = re.match(r"[A-Za-z]{6,}", word)
        if self.style.hyphenate and core:
            for head, tail in self.hyphens.iterate(core.group()):
                if self._measure(f"{line} {head}-") <= room:
                    return head + "-", tail + word[core.end() :]
        return "", word

    def _measure(self, text: str) -> float:
        return float(self.canvas.stringWidth(text, self.style.font, self.style.size))

    def _line(self, text: str, indent: float, fill: float | None) -> None:
        y = self._feed()
        x = self.lefts[self.column] + indent
        if fill is not None and " " in text:
            spare = (fill - self._measure(text)) / text.count(" ")
            spare = spare if spare < self.style.size * WIDEST_GAP else 0.0
        else:
            spare = 0.0
        for word in text.split(" "):
            x = self._word(x, y, word) + self._measure(" ") + spare

    def _word(self, x: float, y: float, word: str) -> float:
        """Draw a word; where it ends."""
        mode = self.style.ligatures
        if mode == "none" or not LIGATURE.search(word):
            self.canvas.drawString(x, y, word)
            return x + self._measure(word)
        if mode == "glyph":
            word = LIGATURE.sub(lambda m: GLYPHS[m.group()], word)
            self.canvas.drawString(x, y, word)
            return x + self._measure(word)
        gap = self.style.size * (0.28 if mode == "apart" else 0.0)
        position = 0
        for match in LIGATURE.finditer(word):
            for piece in (word[position : match.start()], match.group()):
                if piece == match.group() and mode == "lost":
                    x += self.style.size * 0.55
                    continue
                if piece:
                    self.canvas.drawString(x, y, piece)
                    x += self._measure(piece) + gap
            position = match.end()
        if word[position:]:
            self.canvas.drawString(x, y, word[position:])
            x += self._measure(word[position:])
        return x


def styles(chance: random.Random, title: str) -> Style:
    fonts = ["Times-Roman", "Helvetica", "Vera", "Courier"] + (["DejaVuSerif"] if DEJAVU.is_dir() else [])
    font = chance.choice(fonts)
    layout = chance.choice(LAYOUTS)
    ligatures = chance.choices(["none", "apart", "lost", "glyph"], [4, 3, 2, 2])[0]
    if ligatures == "glyph" and font != "DejaVuSerif":
        ligatures = "none"
    head = chance.choice(["", title, title.upper(), f"{title}|Report of the Survey"])
    return Style(
        font, chance.choice([9.0, 10.0, 11.0]), layout, chance.random() < 0.5, chance.random() < 0.6, chance.random() < 0.7,
        ligatures, head, chance.choice(["number", "number", "of", "title", ""]), chance.random() < 0.3,
    )  # fmt: skip


def set_document(path: Path, paragraphs: list[str], seed: int, pages: int) -> dict[str, Any]:
    """One PDF; what it should read, and how it was set."""
    import pyphen
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    if DEJAVU.is_dir():
        pdfmetrics.registerFont(TTFont("DejaVuSerif", str(DEJAVU / "DejaVuSerif.ttf")))
    chance = random.Random(seed)
    title = " ".join(_plain(paragraphs[0]).split()[1:5]).strip(" .,;:").title()
    style = styles(chance, title)
    setter = Setter(path, style, pyphen.Pyphen(lang="en_US"))
    blocks = []
    for block in blocks_of(paragraphs, chance):
        if setter.page > pages:
            break
        setter.block(block)
        blocks.append(block._replace(text=block.text.upper() if block.kind == "h" and style.spaced else block.text))
    setter.canvas.save()
    return {"style": style._asdict(), "blocks": [list(block) for block in blocks], "pages": setter.page}


# ---- extraction --------------------------------------------------------------------------------------------------------


def by_pdfium(path: Path) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as pdf:
        return "\f".join(page.get_textpage().get_text_range().replace("\r\n", "\n") for page in pdf)


def by_pdfminer(path: Path) -> str:
    from pdfminer.high_level import extract_text

    return extract_text(path)


def make(paths: list[Path], pages: int, out: Path, part: str, seed: int) -> None:
    out.mkdir(parents=True, exist_ok=True)
    per_file = [list(documents([path], part)) for path in paths]
    chance = random.Random(seed)
    made = 0
    with (out / "pages.jsonl").open("w", encoding="utf-8") as file:
        number = 0
        while made < pages:
            document = chance.choice(chance.choice(per_file))
            start = chance.randrange(max(1, len(document) - 40))
            paragraphs = document[start : start + 60]
            if sum(map(len, paragraphs)) < 8000:
                extra = chance.choice(per_file)
                while sum(map(len, paragraphs)) < 8000:
                    paragraphs = paragraphs + chance.choice(extra)[:40]
            pdf = out / f"{number}.pdf"
            told = set_document(pdf, paragraphs, seed * 1000 + number, 4)
            library = ("pypdfium2", "pdfminer")[number % 2]
            text = by_pdfium(pdf) if number % 2 == 0 else by_pdfminer(pdf)
            file.write(json.dumps({"id": number, "library": library, "text": text, **told}, ensure_ascii=False) + "\n")
            made += told["pages"]
            number += 1
            pdf.unlink()
    print(f"{number} documents, {made} pages")


# ---- scoring --------------------------------------------------------------------------------------------------------------


def tokens(text: str) -> tuple[list[str], list[str]]:
    """The words of a text, and what stands before each: a line end or a space."""
    words, gaps, position = [], [], 0
    for match in re.finditer(r"\S+", text):
        gap = text[position : match.start()]
        words.append(match.group())
        gaps.append("\n" if "\n" in gap or "\f" in gap or not position else " ")
        position = match.end()
    return words, gaps


class Compared(NamedTuple):
    """For each word of the source: whether it is there, and whether the gap before it is right (None: cannot be told)."""

    there: list[bool]
    gaps: list[bool | None]
    added: list[str]  # words that the source has not
    others: list[str]  # words in place of words of the source


def compare(gold: tuple[list[str], list[str]], text: str) -> Compared:
    """A text against its source, word by word."""
    from rapidfuzz.distance import Levenshtein

    words, gaps = tokens(text)
    numbers: dict[str, int] = {}
    rows = [[numbers.setdefault(word, len(numbers)) for word in side] for side in (gold[0], words)]
    place: list[int | None] = [None] * len(gold[0])
    added: list[str] = []
    others: list[str] = []
    for step in Levenshtein.opcodes(*rows):
        if step.tag == "equal":
            place[step.src_start : step.src_end] = range(step.dest_start, step.dest_end)
        elif step.tag == "insert":
            added += words[step.dest_start : step.dest_end]
        elif step.tag == "replace":
            others += words[step.dest_start : step.dest_end]
    right: list[bool | None] = [None]
    for k in range(1, len(place)):
        here, before = place[k], place[k - 1]
        right.append(gaps[here] == gold[1][k] if here is not None and before is not None and here == before + 1 else None)
    return Compared([at is not None for at in place], right, added, others)


def score(folder: Path, preset: str, verbose: bool) -> None:
    """Damage by kind, what of it is repaired, and what is wrong that was right."""
    import cleaner

    made = cleaner.Cleaner(preset=preset)
    count = Counter[str]()
    for line in (folder / "pages.jsonl").read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        gold = tokens("\n".join(text for _, text in document["blocks"]))
        before = compare(gold, document["text"])
        after = compare(gold, made.clean(document["text"], input_format="text").text)
        loose = Counter([*before.added, *before.others])
        count["words"] += len(gold[0])
        count["added"] += len(before.added)
        count["added, left"] += len(after.added)
        moved = False
        for k, word in enumerate(gold[0]):
            was_moved, moved = moved, not before.there[k] and loose[word] > 0
            if moved:  # elsewhere on the page: the extractor lost the order of columns, which no filter can know
                loose[word] -= 1
                count["moved"] += 1
            if moved or was_moved:
                continue
            count["words damaged"] += not before.there[k]
            count["words left"] += not before.there[k] and not after.there[k]
            damaged = before.gaps[k] is False or (before.gaps[k] is None and not before.there[k])
            count["gaps damaged"] += damaged
            count["gaps left"] += damaged and after.gaps[k] is not True
            wrong = (before.there[k] and not after.there[k]) or (before.gaps[k] is True and after.gaps[k] is False)
            count["wrong"] += wrong
            if wrong and verbose:
                print(document["id"], document["library"], gold[0][max(0, k - 5) : k + 3])
    damage = count["words damaged"] + count["gaps damaged"] + count["added"]
    left = count["words left"] + count["gaps left"] + count["added, left"]
    print(dict(count))
    print(f"repaired {1 - left / damage:.4f}, wrong {count['wrong'] / count['words']:.5f} of the words")


def clean_pages(paths: list[Path], preset: str) -> None:
    """How many pages of paragraphs, a line each, come out other than they went in."""
    import cleaner

    made = cleaner.Cleaner(preset=preset, select=["layout", "characters"], ignore=["layout.newlines"])
    pages = changed = 0
    for path in paths:
        for paragraphs in documents([path], "held"):
            page = "\n\n".join(paragraphs[:20]) + "\n"
            pages += 1
            changed += made.clean(page, input_format="text").text != page
            if pages % 200 == 0:
                break
    print(f"{changed} of {pages} clean pages changed")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    maker = commands.add_parser("make")
    maker.add_argument("texts", nargs="+", type=Path)
    maker.add_argument("--pages", type=int, default=1000)
    maker.add_argument("--out", type=Path, required=True)
    maker.add_argument("--part", choices=["rest", "held"], default="rest")
    maker.add_argument("--seed", type=int, default=1)
    scorer = commands.add_parser("score")
    scorer.add_argument("folder", type=Path)
    scorer.add_argument("--preset", default="pdf")
    scorer.add_argument("-v", "--verbose", action="store_true")
    sound = commands.add_parser("clean")
    sound.add_argument("texts", nargs="+", type=Path)
    sound.add_argument("--preset", default="pdf")
    wanted = parser.parse_args()
    if wanted.command == "make":
        make(wanted.texts, wanted.pages, wanted.out, wanted.part, wanted.seed)
    elif wanted.command == "score":
        score(wanted.folder, wanted.preset, wanted.verbose)
    else:
        clean_pages(wanted.texts, wanted.preset)
