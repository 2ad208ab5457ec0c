"""Lines at an edge of a page that tell by themselves: rows of links that the law asks for, and whose the page is.

    Impressum | Datenschutz | AGB
    Copyright © 2024 Harbour Post. All rights reserved.

No model is asked, so they go below a text of any language whose labels are known, with or without a menu around them. A row needs
separators, and a label of kind `legal` or `cookie` in it; a claim of rights stands below the last paragraph, names a year or
says that rights are reserved, and does not speak of a licence, which is part of a document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from cleaner.filters.boilerplate._evidence.company import Company
from cleaner.filters.boilerplate._evidence.cues import LEGAL, NUMBER_OF, claims_rights, folded, labels

FIRST, LAST = 5, 12  # lines that are not blank, from the head and from the tail of a text, among which such lines are
LONGEST_ROW = 200  # code points
SEPARATOR = re.compile(r"\s*[|•·›»]\s*|\s+[/–—-]\s+")
SEPARATING = re.compile(r"[|•·›»]|\s[/–—-]")  # told in a tenth of the time
MOST_PIECES, LONGEST_PIECE = 14, 40  # of a row; code points of an entry that is no label
FEWEST_LEGAL, UNKNOWN_SHARE = 2, 1 / 3  # of a row with entries that are no labels
TELLING = frozenset((LEGAL, NUMBER_OF["cookie"]))
DATED = re.compile(
    r"\b(?:19|20)\d\d\b|rights? reserved|rechte vorbehalten|droits réservés|derechos reservados|diritti riservati"
    r"|direitos reservados|rechten voorbehouden|rättigheter|rettigheder|rettigheter|oikeudet pidätetään|prawa zastrzeżone"
    r"|práva vyhrazena|jog fenntartva|drepturile rezervate|hakları saklıdır|права защищены|права захищені|版权所有|版權所有",
    re.IGNORECASE,
)
LICENSED = re.compile(
    r"licen[cs]|lizen[zs]|лиценз|许可|\b(?:MIT|BSD|[AL]?GPL|Apache|MPL|CC0|ISC)\b|\bCC[ -]BY|creative commons|permission"
    r"|public domain|copyleft|gemeinfrei|domaine public",
    re.IGNORECASE,
)
HEADING = re.compile(rf"^#|{LICENSED.pattern}", re.IGNORECASE)  # of a part of a document on rights


def legal_rows(lines: Sequence[str]) -> list[int]:
    """Numbers of the lines near an edge that are rows of labels.

    >>> legal_rows(["The boat left at noon.", "", "Impressum | Datenschutz | AGB"]), legal_rows(["Tea | Bread | Terms of peace"])
    ([2], [])
    """
    head, tail = _filled(lines, range(min(len(lines), 2 * FIRST)), FIRST), _filled(lines, range(len(lines) - 1, -1, -1), LAST)
    return sorted(k for k in {*head, *tail} if len(lines[k]) <= LONGEST_ROW and SEPARATING.search(lines[k]) and _is_row(lines[k]))


def claims(lines: Sequence[str]) -> list[int]:
    """Numbers of the last lines that say whose the page is.

    >>> claims(["The boat left at noon.", "© 2024 Harbour Post"]), claims(["The boat left.", "(c) 2024 Ada, MIT licence"])
    ([1], [])
    """
    tail = _filled(lines, range(len(lines) - 1, -1, -1), LAST)
    return [k for k in tail if claims_rights(lines[k]) and DATED.search(lines[k]) and not LICENSED.search(lines[k])]


def stands_at_edge(company: Company, number: int) -> bool:
    """Whether a row or a claim stands before the first or after the last paragraph of a page, and nothing there quotes or heads
    it."""
    lines = company.lines
    if not company.is_page or not company.may_go(number) or company.is_quoted(number) or company.is_announced(number):
        return False
    above = company.before(number)
    if above is not None and len(lines[above]) <= LONGEST_PIECE and HEADING.search(lines[above]):
        return False
    paragraphs = [k for k in range(len(lines)) if company.is_paragraph(k) and not claims_rights(lines[k])]
    if claims_rights(lines[number]):
        return number > paragraphs[-1]
    return number > paragraphs[-1] or (number < paragraphs[0] and not company.heads_text(number))


def _is_row(line: str) -> bool:
    """Whether a line is made of labels, one of them at least of the law or of consent, or of two such and few other entries."""
    pieces = [(piece, said) for piece in SEPARATOR.split(line) if (said := folded(piece))]
    if not 1 < len(pieces) <= MOST_PIECES:
        return False
    known = labels()
    kinds = [known.get(said, -1) for _, said in pieces]
    telling = sum(kind in TELLING for kind in kinds)
    if not telling:
        return False
    unknown = [piece for (piece, _), kind in zip(pieces, kinds, strict=True) if kind < 0 and not claims_rights(piece)]
    if not unknown:
        return True
    few = len(unknown) <= UNKNOWN_SHARE * len(pieces) and all(len(piece) <= LONGEST_PIECE for piece in unknown)
    return few and telling >= FEWEST_LEGAL


def _filled(lines: Sequence[str], numbers: Iterable[int], most: int) -> list[int]:
    """The first of some lines that are not blank."""
    return list(islice((k for k in numbers if lines[k] and not lines[k].isspace()), most))
