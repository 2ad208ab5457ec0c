"""Make what `encoding.codec-pairs` reads besides its rules: letter-pair models of languages, and its prefilter.

    python -m training.encoding.codec_pairs FOLDER

FOLDER holds `udhr-train.tsv.gz` (file code, line: Universal Declarations of Human Rights, public domain), wheels whose
translations may be counted (django, sphinx: BSD), and running text, a file `CODE.txt.xz` or `CODE.txt.gz` a language, in which a
line `## ` begins a document; every tenth document is left out. Only counts of letter pairs are kept. Writes `models.txt` and
`prefilter.tsv` to `rules/encoding/codec-pairs/`.

The prefilter is a table of letter pairs that the codec pairs of the rules produce from ordinary text, and that ordinary text
of no language holds.
"""

from __future__ import annotations

import gzip
import itertools
import lzma
import math
import re
import sys
import unicodedata
import zipfile
from collections import Counter, defaultdict
from heapq import heapify, heappop, heappush
from pathlib import Path
from typing import NamedTuple

from cleaner.decoding.likelihood import ANY, EDGES, EIGHTHS, FIRST, SINGLE, UNSEEN, letter_runs, pairs_of
from cleaner.filters.encoding._codec_pair import CodecPair, codec_pairs_of
from cleaner.rulebook.packs import RuleSet

# UDHR file codes -> the code of the model; the languages that legacy encodings were made for.
UDHR_CODES = """
    eng:en fra:fr deu:de spa:es por_PT:pt por_BR:pt ita:it nld:nl swe:sv dan:da nob:nb nno:nn fin:fi isl:is fao:fo
    cat:ca glg:gl eus:eu gle:ga gla:gd cym:cy bre:br als:sq mlt:mt ltz:lb fry:fy afr:af cos:co oci:oc ast:ast roh:rm
    fur:fur ces:cs pol:pl slk:sk hun:hu ron:ro hrv:hr bos_latn:bs srp_latn:sr-Latn slv:sl hsb:hsb lit:lt lav:lv est:et
    tur:tr azj_latn:az rus:ru ukr:uk bul:bg bel:be mkd:mk srp_cyrl:sr kaz:kk kir:ky tgk:tg tat:tt khk:mn
    ell_monotonic:el heb:he arb:ar pes_1:fa urd:ur tha:th vie:vi cmn_hans:zh cmn_hant:zh-Hant jpn:ja kor:ko hin:hi
    ben:bn mar:mr nep:ne guj:gu pan:pa tam:ta kat:ka hye:hy ydd:yi epo:eo lat:la ina:ia swh:sw ind:id tgl:tl kal:kl
    haw:haw mri:mi
"""
LANGUAGES = dict(pair.split(":") for pair in UDHR_CODES.split())
HUNGARIAN = str.maketrans("õûÕÛ", "őűŐŰ")  # the mix-up of code pages that stands in many old Hungarian texts
PO_LANGUAGES = {"zh_Hans": "zh", "zh_Hant": "zh-Hant", "sr_Latn": "sr-Latn", "pt_BR": "pt", "zh_CN": "zh", "zh_TW": "zh-Hant"}
HELD_OUT = 7  # of the running numbers of documents modulo ten
MOST_RUNNING = 4_000_000  # code points of running text of a language
FEWEST_SEEN = 4  # times that a pair stands in running text; names of other languages have rarer ones
NONE: list[str] = []
MESSAGE = re.compile(r'^msgstr(?:\[\d\])? ((?:".*"\n?)+)', re.MULTILINE)
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[a-z]|%[a-z]|\{[^}]*\}|<[^>]*>|&\w+;|\\n|https?://\S+")
MOST_STOPS = 0.01  # share of the characters of clean text of a language at which the prefilter may stop
FEWEST_NEW = 3  # broken lines that a further feature of the prefilter must find
KNOWN = 1e-4  # share of a letter from which it belongs to a language
MANY, RARE = 20, 3e-5  # a character rarer than RARE in every language, seen with MANY neighbours, is suspicious with any
# What Turkish and Baltic letters look like in Windows-1252 are letters of Icelandic: where Icelandic does not put them.
PLACES = {"þ": ("", " .,;:!?)bcdfgklmnpstzç"), "ð": (" (", "")}
LINES_A_PAIR = 12  # lines of a language that are broken by each codec pair to find the features

DEARER = 20  # eighths of a nat that a pair costs in the model `any` beyond what it costs in its best language


def read_udhr(folder: Path) -> dict[str, list[str]]:
    """Lines by file code."""
    texts: dict[str, list[str]] = defaultdict(list)
    with gzip.open(folder / "udhr-train.tsv.gz", "rt", encoding="utf-8") as file:
        for row in file:
            code, _, line = row.rstrip("\n").partition("\t")
            texts[code].append(line)
    return texts


def read_translations(folder: Path) -> dict[str, list[str]]:
    """Translated messages by language code."""
    texts: dict[str, list[str]] = defaultdict(list)
    for path in sorted(folder.glob("*.whl")):
        with zipfile.ZipFile(path) as wheel:
            for name in wheel.namelist():
                match = re.search(r"locale/([A-Za-z_@]+)/LC_MESSAGES/\w+\.po$", name)
                if match:
                    code = PO_LANGUAGES.get(match[1], match[1])
                    texts[code] += messages(wheel.read(name).decode("utf-8"))
    return texts


def messages(po: str) -> list[str]:
    """The translations of a message catalogue, without what programs fill in."""
    found = []
    for match in MESSAGE.finditer(po):
        text = "".join(part for part in re.findall(r'"(.*)"', match[1]))
        found.append(unicodedata.normalize("NFC", PLACEHOLDER.sub(" ", text)).replace('\\"', '"'))
    return [text for text in found if text.strip()]


def read_running(folder: Path) -> dict[str, list[str]]:
    """Paragraphs of running text by language code, without the documents that are held out."""
    texts: dict[str, list[str]] = defaultdict(list)
    for path in sorted([*folder.glob("*.txt.xz"), *folder.glob("*.txt.gz")]):
        opened = lzma.open if path.suffix == ".xz" else gzip.open
        number = size = 0
        with opened(path, "rt", encoding="utf-8") as file:
            for line in file:
                if line.startswith("## "):
                    number += 1
                elif line.strip() and number % 10 != HELD_OUT and size < MOST_RUNNING:
                    texts[path.name.partition(".")[0]].append(unicodedata.normalize("NFC", line.strip()))
                    size += len(line)
    return texts


def seen_often(pairs: Counter[str]) -> Counter[str]:
    """The pairs that are no error and no name in passing."""
    return Counter({pair: n for pair, n in pairs.items() if n >= FEWEST_SEEN})


def model_of(lines: list[str], running: list[str] = NONE) -> dict[str, int]:
    """Costs of letter pairs, in eighths of a nat, at most UNSEEN - 1."""
    pairs: Counter[str] = Counter()
    for line in running:
        pairs.update(pairs_of(letter_runs(line))[0])
    pairs = seen_often(pairs)
    for line in lines:
        pairs.update(pairs_of(letter_runs(line))[0])
    first: Counter[str] = Counter()
    for pair, n in pairs.items():
        first[pair[0]] += n
    return {
        pair: min(UNSEEN - 1, round(-EIGHTHS * math.log(n / (first[pair[0]] + 3.0))))
        for pair, n in sorted(pairs.items())
        if ok(pair)
    }


def ok(pair: str) -> bool:
    """Letters, marks and spaces only."""
    return all(char in (" ", SINGLE, "'", "’") or unicodedata.category(char)[0] in "LM" for char in pair)


def write_models(models: dict[str, dict[str, int]]) -> str:
    """The contents of `models.txt`."""
    return "".join(f"{code}\t{''.join(p + chr(FIRST + c) for p, c in sorted(m.items()))}\n" for code, m in sorted(models.items()))


def make_models(
    udhr: dict[str, list[str]], translations: dict[str, list[str]], running: dict[str, list[str]]
) -> dict[str, dict[str, int]]:
    """The model of every language, and `any`."""
    texts: dict[str, list[str]] = defaultdict(list)
    for code, lines in udhr.items():
        if code in LANGUAGES:
            texts[LANGUAGES[code]] += lines * 2
    texts["hu"] = [line.translate(HUNGARIAN) for line in texts["hu"]]
    for code, lines in translations.items():
        if code in texts:
            texts[code] += lines
    models = {code: model_of(lines, running.get(code, NONE)) for code, lines in texts.items()}
    everything: dict[str, int] = {}
    for model in (*models.values(), *(model_of(lines) for lines in udhr.values())):
        for pair, cost in model.items():
            everything[pair] = min(everything.get(pair, UNSEEN), cost + DEARER)
    models[ANY] = {pair: cost for pair, cost in everything.items() if cost < UNSEEN}
    return models


# ---- prefilter ---------------------------------------------------------------------------------------------------


class Feature(NamedTuple):
    """Stop at `scan` and look at the neighbour on `side` ("before" or "after")."""

    scan: str
    side: str


def make_prefilter(texts: dict[str, list[str]], codec_pairs: list[CodecPair]) -> str:
    """Characters to stop at with their suspicious neighbours: a line for each, `scan <TAB> before <TAB> after`.

    Greedy set cover: of all pairs that broken lines hold and clean ones do not, take the characters that find the most
    broken lines not found yet for the fewest stops in clean text.
    """
    clean: set[str] = set()
    load: dict[str, dict[str, float]] = defaultdict(dict)  # of a character: its share in each language
    for code, lines in texts.items():
        joined = "\n".join(lines)
        clean.update(map("".join, itertools.pairwise(joined)))
        for char, n in Counter(joined).items():
            load[char][code] = n / len(joined)
    partners: dict[Feature, Counter[str]] = defaultdict(Counter)
    found_in: dict[Feature, set[int]] = defaultdict(set)
    for number, broken in enumerate(line for codec_pair in codec_pairs for line in broken_lines(texts, codec_pair)):
        for a, b in set(itertools.pairwise(broken)):
            if a + b not in clean and not plausible(a, b, load):
                for feature, other in ((Feature(b, "before"), a), (Feature(a, "after"), b)):
                    if not feature.scan.isascii() and feature.scan not in EDGES:
                        partners[feature][other] += 1
                        found_in[feature].add(number)
    return write_prefilter(cover(found_in, load), partners, load)


def plausible(a: str, b: str, load: dict[str, dict[str, float]]) -> bool:
    """Whether a pair may well be clean although no text here has it: our texts are small, and names are rich.

    Signs beside anything; two ideographs of which one is known; two letters of one language, but for a capital inside a word.
    """
    if a in EDGES or b in EDGES or any(char.isascii() and not char.isalpha() for char in (a, b)):
        return True
    if a >= "\u2e80" and b >= "\u2e80":
        return a in load or b in load
    if not (a.isalpha() and b.isalpha()) or (a.islower() and b.isupper()):
        return False
    return bool(
        {code for code, share in load[a].items() if share > KNOWN} & {code for code, share in load[b].items() if share > KNOWN}
    )


def cover(found_in: dict[Feature, set[int]], load: dict[str, dict[str, float]]) -> list[Feature]:
    """Features that find nearly all broken lines, without stopping in any language more often than MOST_STOPS."""
    taken: list[Feature] = []
    stops: Counter[str] = Counter()
    missing = set().union(*found_in.values())
    worth = {f: len(lines) / price(f, load) for f, lines in found_in.items()}
    queue = [(-value, f) for f, value in worth.items()]
    heapify(queue)
    while queue and missing:
        _, feature = heappop(queue)
        news = len(found_in[feature] & missing)
        if news < FEWEST_NEW:
            continue
        value = news / price(feature, load)
        if queue and value < -queue[0][0]:
            heappush(queue, (-value, feature))
            continue
        shares = load.get(feature.scan, {})
        if feature.scan not in {f.scan for f in taken}:
            if any(stops[code] + share > MOST_STOPS for code, share in shares.items()):
                continue
            stops.update(shares)
        taken.append(feature)
        missing -= found_in[feature]
    print(f"{len(taken)} features, {len(missing)} broken lines not found", file=sys.stderr)
    return taken


def price(feature: Feature, load: dict[str, dict[str, float]]) -> float:
    """The share of stops in the language that has most of them, and a little for the table."""
    return max(load.get(feature.scan, {}).values(), default=0.0) + 1e-5


def broken_lines(texts: dict[str, list[str]], codec_pair: CodecPair) -> list[str]:
    """What the codec pair makes of the lines that it can break, of languages that it was made for."""
    found = []
    for lines in texts.values():
        sample = lines[:: max(1, len(lines) // LINES_A_PAIR)]
        broken = [codec_pair.damage(line) for line in sample]
        done = [b for b, line in zip(broken, sample, strict=True) if b is not None and b != line]
        if len(done) > len(sample) // 3:
            found += done
    return found


def write_prefilter(taken: list[Feature], partners: dict[Feature, Counter[str]], load: dict[str, dict[str, float]]) -> str:
    """The table; a space or line end beside a character is no neighbour to go by, "*" is any neighbour (after rare ones)."""
    rows: dict[str, dict[str, str]] = defaultdict(dict)
    for feature in taken:
        rare = len(partners[feature]) > MANY and price(feature, load) < RARE and feature.scan < "\u2e80"
        letters = "".join(sorted(c for c in partners[feature] if not c.isspace() or c == "\xa0"))
        rows[feature.scan][feature.side] = "*" if rare else letters
    for scan, sides in PLACES.items():
        for side, neighbours in zip(("before", "after"), sides, strict=True):
            rows[scan][side] = "".join(sorted(set(rows[scan].get(side, "") + neighbours)))
    return "".join(f"{scan}\t{sides.get('before', '')}\t{sides.get('after', '')}\n" for scan, sides in sorted(rows.items()))


def main(folder: str) -> None:
    """Write both files."""
    rules = RuleSet("encoding.codec-pairs")
    udhr, translations, running = (read(Path(folder)) for read in (read_udhr, read_translations, read_running))
    rules.data("models.txt").write_text(write_models(make_models(udhr, translations, running)), "utf-8")
    texts = {f"{code}/udhr": lines for code, lines in udhr.items()} | translations
    texts |= {f"{code}/running": lines for code, lines in running.items()}
    rules.data("prefilter.tsv").write_text(make_prefilter(texts, codec_pairs_of(rules)), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
