"""Whether a line that is a phrase of the web stands where a page prints it, and not where a text needs it.

`Read more` may be a line of a song, a label in a manual, a cue of a film, or the end of a teaser. What tells is the document:

- subtitles, headings with a rule under them, prompts and lines inside of a paragraph are never touched;
- nothing is where labels head texts, one by one: a glossary of an interface, questions and answers;
- nor what sentences around it quote, which speak of parts of pages (:mod:`.spoken`);
- nor, where the title is a label of the law (`Privacy policy`), that title and what the policy says of pages;
- a long phrase (STRONG: `Your email address will not be published.`) is enough by itself;
- a short one (SHORT: `Leave a comment`) needs a neighbour of its kind, or text on both sides, in a document that has text;
- a word (WORD: `Share`) needs a run of such lines around it, one of them specific to pages, and paragraphs elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from cleaner.filters.boilerplate._evidence.cues import LEGAL, claims_rights, cue_of, folded, is_specific
from cleaner.filters.boilerplate._evidence.spoken import is_left_open, speaks_of_pages
from cleaner.filters.boilerplate._evidence.wrapping import TEXT_END, WRAP_LENGTH, goes_on, is_paragraph, is_wrapped

WORD, SHORT, STRONG = 1, 2, 3  # how much a phrase says as a line of its own
CUE_TIMES = re.compile(r"^\d{1,2}:\d\d(?::\d\d)?[.,]\d{3} --> ")
UNDERLINE = re.compile(r"([=\-~^\"'#*+`:._])\1{2,}")
PROMPT = (">>>", "$ ", "# ", "## ", "### ", "--", "#!", "==")
LONG = 80  # code points of a line that is text however it ends
FEWEST_RUN = 3  # lines of labels that a word needs around it, itself included
NAMED = 120  # code points of the text below a label in which it is named, if that is its heading
FARTHEST = 50  # phrases in a row that are looked beyond
FEWEST_PARAGRAPHS, SHORTEST_TEXT = 2, 200  # paragraphs of a page, and their code points
ANNOUNCING = 20  # code points of a line with a colon at its end that announces what follows; "Share this:" is shorter
FEWEST_EXPLAINED, EXPLAINED_SHARE = 3, 0.5  # labels that head a text each, in a text about labels; of all its labels
FARTHEST_TEXT = 12  # lines between a line and the text around it that may quote it
LONGEST_QUOTED = 2  # lines of a run that hardly any text holds, and that texts on both sides quote


class Company:
    """The lines around phrases. `strengths` maps numbers of lines to what their phrases say.

    >>> lines = ["Read more", "Follow us", "Home"]
    >>> Company(lines, {0: SHORT, 1: SHORT}).speaks_for(0)
    False
    >>> Company([*lines, "The boat left the quay."], {0: SHORT, 1: SHORT}).speaks_for(0)
    True
    """

    def __init__(self, lines: Sequence[str], strengths: Mapping[int, int]) -> None:
        self.lines = lines
        self.strengths = strengths
        self._runs: dict[int, list[int]] = {}

    def speaks_for(self, number: int) -> bool:
        """Whether the company of a line lets it be what a page prints."""
        strength = self.strengths[number]
        if not self.may_go(number) or self.is_quoted(number) or self.belongs_to_policy(number):
            return False
        if strength == STRONG:
            return True
        before, after = self._beside(number, -1), self._beside(number, 1)
        if strength == SHORT and any(k is not None and self.strengths.get(k) == STRONG for k in (before, after)):
            return True
        if not self.has_text or self._is_label(number) or self.is_announced(self._run(number)[0]):
            return False
        if strength == SHORT:
            beside = (before, after)
            alone = all(k is None or self._is_text(k) for k in beside)
            return alone or self.has_paragraph or any(map(self._is_interface, beside)) or self.has_labels(number)
        return self.has_paragraph and self._in_run(number)

    def has_labels(self, number: int) -> bool:
        """Whether a phrase or a label that is specific to pages stands beside a line, it stands in a run at an edge, or it ends
        the text."""
        beside = [self._beside(number, step) for step in (-1, 1)]
        if any(map(self._is_interface, beside)) or (self.strengths[number] == STRONG and None in beside):
            return True
        run = self._run(number)
        last = self._beside(run[-1], 1) is None
        if last and self.strengths[number] >= SHORT and self.has_paragraph:
            return True
        return len(run) >= FEWEST_RUN and (last or self._beside(run[0], -1) is None) and self.has_paragraph

    def between_texts(self, number: int) -> bool:
        """Whether text stands on both sides, other labels aside, in a document that was not wrapped."""
        if self.is_wrapped or not self.may_go(number):
            return False
        sides = [self._beside(number, step, beyond=True) for step in (-1, 1)]
        if not all(k is not None and self._is_text(k) for k in sides):
            return False
        label, below = self.lines[number].strip().casefold(), self.lines[sides[1] or 0]
        return label not in below[:NAMED].casefold()  # a text that names it has it as its heading

    def heads_text(self, number: int) -> bool:
        """Whether the next line is text, which a line may be the heading of."""
        after = self._beside(number, 1)
        return after is not None and self._is_text(after)

    def belongs_to_policy(self, number: int) -> bool:
        """Whether a line is the title of a policy, or stands in its text: all but the last run."""
        return self.is_policy and self._beside(self._run(number)[-1], 1) is not None

    @cached_property
    def is_policy(self) -> bool:
        """Whether the first line is a label of the law, and no menu goes on below it: the text is what it names.

        >>> text = "We keep as little as we can of what you tell us on these pages, and for a short time."
        >>> Company(["Privacy policy", text], {0: SHORT}).is_policy
        True
        >>> Company(["Privacy policy", "Log in", text], {0: SHORT, 1: SHORT}).is_policy
        False
        """
        first = next((k for k, line in enumerate(self.lines) if line.strip()), None)
        if first is None or cue_of(self.lines[first]).kind != LEGAL:
            return False
        below = self._beside(first, 1)
        return below is not None and not self._is_interface(below) and self.has_text

    def is_asked(self, number: int) -> bool:
        """Whether the line above is a question: what follows are answers to it."""
        above = self._before[number]
        if above is None or above in self.strengths:
            return False
        line = self.lines[above].rstrip()
        return line.endswith(("?", "？")) and len(line) >= ANNOUNCING and cue_of(line).share < 1.0

    def is_quoted(self, number: int) -> bool:
        """Whether the text around a line quotes it: it stands within a sentence, or between texts that speak of parts of pages.

        What no text has as a line by accident is quoted only by texts on both sides of a short run, or after a colon.
        """
        run = self._run(number)
        above, below = self._before[run[0]], self._after[run[-1]]
        if above is not None and below is not None:
            before, after = self.lines[above].rstrip(), self.lines[below].lstrip()
            if is_left_open(before) or (goes_on(before, after) and len(after) >= WRAP_LENGTH):
                return True
            announces = before.endswith((":", "：")) and above not in self.strengths
            if announces and (len(before) >= WRAP_LENGTH or (len(before) >= ANNOUNCING and speaks_of_pages(before))):
                return True
        above, below = self._text_above[number], self._text_below[number]
        if above is None or below is None:
            return False
        spoken = [speaks_of_pages(self.lines[k]) for k in (above, below)]
        if self.strengths.get(number) == STRONG:
            return all(spoken) and len(run) <= LONGEST_QUOTED
        return any(spoken)

    def comes_back(self, number: int) -> bool:
        """Whether a line that stands several times may go wherever it stands: in a text of paragraphs."""
        return self.has_paragraph and self.may_go(number)

    def may_go(self, number: int) -> bool:
        """Whether a line is no part of a paragraph, of subtitles or of code, and no heading with a rule under it."""
        line = self.lines[number].strip()
        below = self.lines[number + 1].strip() if number + 1 < len(self.lines) else ""
        if self.is_subtitles or line.startswith(PROMPT) or UNDERLINE.fullmatch(below):
            return False
        continued = below[:1].islower() and line[-1].isalpha() and not below.startswith("http")
        if continued and number + 1 not in self.strengths:  # a sentence goes on in it
            return False
        return not self.is_wrapped or self._stands_apart(number)

    def _stands_apart(self, number: int) -> bool:
        """Whether nothing but blank lines and a few phrases touch a line: it is no part of a paragraph."""
        for step in (-1, 1):
            k = number + step
            while k in self.strengths and abs(k - number) < FARTHEST:
                k += step
            if 0 <= k < len(self.lines) and self.lines[k].strip():
                return False
        return True

    def _is_label(self, number: int) -> bool:
        """Whether a line heads its own explanation: it begins a paragraph that goes on with a sentence."""
        lines = self.lines
        opens = number > 0 and not lines[number - 1].strip()
        return opens and number + 1 < len(lines) and bool(lines[number + 1].strip()) and self._is_text(number + 1)

    def _beside(self, number: int, step: int, beyond: bool = False) -> int | None:
        """The next line that is not blank (`beyond`: and no phrase, if it is near); None at an end of the text."""
        nearest = self._before if step < 0 else self._after
        found = nearest[number]
        for _ in range(FARTHEST if beyond else 0):
            if found is None or found not in self.strengths:
                break
            found = nearest[found]
        return found

    @cached_property
    def _before(self) -> list[int | None]:
        """For every line, the last one before it that is not blank."""
        last: int | None = None
        found: list[int | None] = []
        for number, line in enumerate(self.lines):
            found.append(last)
            if line.strip():
                last = number
        return found

    @cached_property
    def _after(self) -> list[int | None]:
        """For every line, the next one that is not blank."""
        following: int | None = None
        found: list[int | None] = [None] * len(self.lines)
        for number in range(len(self.lines) - 1, -1, -1):
            found[number] = following
            if self.lines[number].strip():
                following = number
        return found

    @cached_property
    def _text_above(self) -> list[int | None]:
        """For every line, the last line of text before it, if it is near."""
        return self._nearest_text(range(len(self.lines)))

    @cached_property
    def _text_below(self) -> list[int | None]:
        """For every line, the next line of text after it, if it is near."""
        return self._nearest_text(range(len(self.lines) - 1, -1, -1))

    def _nearest_text(self, numbers: Iterable[int]) -> list[int | None]:
        found: list[int | None] = [None] * len(self.lines)
        last: int | None = None
        since = 0  # lines that are not blank
        for number in numbers:
            found[number] = last if since <= FARTHEST_TEXT else None
            if self.lines[number].strip():
                is_text = self._is_text(number)
                last, since = (number, 0) if is_text else (last, since + 1)
        return found

    def _is_interface(self, number: int | None) -> bool:
        """Whether a line is a phrase, but for single words, or a label that is specific to pages."""
        if number is None:
            return False
        return self.strengths.get(number, 0) >= SHORT or is_specific(self.lines[number])

    def _is_text(self, number: int) -> bool:
        line = self.lines[number].rstrip()
        return number not in self.strengths and (len(line) >= LONG or line.endswith(TEXT_END))

    def _in_run(self, number: int) -> bool:
        """Whether a word stands in a run of labels some of which are specific to pages."""
        run = self._run(number)
        return len(run) >= FEWEST_RUN and any(self._is_interface(k) for k in run if k != number)

    def _run(self, number: int) -> list[int]:
        """A line and the labels that touch it, blank lines aside, in their order; made once for all lines of a run."""
        if number not in self._runs:
            run = [number]
            for step in (-1, 1):
                k = self._beside(number, step)
                while k is not None and (k in self.strengths or cue_of(self.lines[k]).share == 1.0):
                    run.append(k)
                    k = self._beside(k, step)
            run.sort()
            self._runs.update(dict.fromkeys(run, run))
        return self._runs[number]

    @cached_property
    def has_text(self) -> bool:
        """Whether any line is text."""
        return any(line.strip() and self._is_text(k) for k, line in enumerate(self.lines))

    @cached_property
    def has_paragraph(self) -> bool:
        """Whether any line is a paragraph."""
        return any(map(self.is_paragraph, range(len(self.lines))))

    def is_paragraph(self, number: int) -> bool:
        """Whether a line is a paragraph, and no phrase."""
        return number not in self.strengths and is_paragraph(self.lines[number])

    @cached_property
    def is_page(self) -> bool:
        """Whether the text is long enough for a page: what is a list that is explained, a scene or a note has less."""
        sizes = [len(line) for k, line in enumerate(self.lines) if self.is_paragraph(k)]
        return len(sizes) >= FEWEST_PARAGRAPHS and sum(sizes) >= SHORTEST_TEXT and not (self.is_wrapped or self.is_subtitles)

    def is_announced(self, number: int) -> bool:
        """Whether a line of text above a line ends with a colon: what follows is what it speaks of."""
        above = self._before[number]
        if above is None or above in self.strengths:
            return False
        line = self.lines[above].rstrip()
        return line.endswith((":", "：")) and len(line) >= ANNOUNCING and cue_of(line).share < 1.0

    @cached_property
    def explains_labels(self) -> bool:
        """Whether the text is about labels, as glossaries, questions and manuals are: half of them head a text of their own.
        A page has them in rows, or the same one at every post."""
        if not self.has_text:
            return False
        labels = {k for k, line in enumerate(self.lines) if line.strip() and self._labels(k)}
        copies = Counter(folded(self.lines[k]) for k in labels)
        heads = {
            folded(self.lines[k]): self.strengths.get(k) == STRONG
            for k in labels
            if copies[folded(self.lines[k])] == 1
            and (below := self._after[k]) is not None
            and below not in labels
            and self._before[k] not in labels
            and self._is_text(below)
        }
        least = max(FEWEST_EXPLAINED, EXPLAINED_SHARE * len(labels))
        return sum(not is_sentence for is_sentence in heads.values()) >= least or len(heads) > least

    def _labels(self, number: int) -> bool:
        line = self.lines[number]
        return number in self.strengths or cue_of(line).share == 1.0 or claims_rights(line)

    def before(self, number: int) -> int | None:
        """The line above one, blank lines aside."""
        return self._before[number]

    def after(self, number: int) -> int | None:
        """The line below one, blank lines aside."""
        return self._after[number]

    @cached_property
    def is_subtitles(self) -> bool:
        """Whether any line is the time of a subtitle."""
        return any(CUE_TIMES.match(line) for line in self.lines)

    @cached_property
    def is_wrapped(self) -> bool:
        """Whether the paragraphs were broken into lines of about one width."""
        return is_wrapped(self.lines)
