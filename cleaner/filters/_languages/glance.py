"""Whether a text may have anything for :mod:`cleaner.filters.typos.words`, told before the filter is asked."""

from __future__ import annotations

from cleaner.core.document import Document
from cleaner.filters._languages.stretches import stretches
from cleaner.filters._languages.word_scan import words_of
from cleaner.models.languages.vocabulary import LANGUAGES

MARKED = "es"  # the language whose questions may lack a mark though no word is doubtful


def may_be_doubtful(text: str) -> bool:
    """Whether a part of a text is in a language with a vocabulary and has a word that may be an error, or a pattern of grammar.

    Without unsafe edits and settings nothing is proposed where it has not.

    >>> may_be_doubtful("Die Regierung hat es heute in Berlin beschlossen."), may_be_doubtful("Die Regirung hat es beschlossen.")
    (False, True)
    """
    document = Document(text)
    return any(part.language == MARKED or words_of(text, *part) is not None for part in stretches(document, LANGUAGES))
