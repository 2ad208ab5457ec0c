"""cleaner: repairs dirty text and says what it did.

    bytes -> decode -> Document -> filters propose edits -> edits.apply -> Result (text, changes, the way back)

:func:`clean` does all of it; a :class:`Cleaner` is the same, ready for many texts. The parts, bottom up:

    errors      what can go wrong, with the remedy
    edits       Edit, Change; apply, compose, invert
    derive      edits from two texts
    document    the text, its encoding, and views of it that filters share
    decode      bytes -> Document
    html/       page -> text, as edits
    rulebook    rule packs: find, read, check
    filters/    one file = one filter
    mining      rules learned from the pages of one site
    presets     named chains of filters
    result      what happened to one document
    pipeline    Cleaner
    outputs/    log, diff, reports
    engines/    streams, batches, Arrow and what runs on it
    cli/        the command

>>> import cleaner
>>> cleaner.clean("The army to collapsed.").text
'The army collapsed.'
"""

from cleaner.document import Document
from cleaner.edits import Change, Edit
from cleaner.errors import CleanerError, ConfigError, FilterError, InputError, LogError, RuleError
from cleaner.filters import filter
from cleaner.mining import mine
from cleaner.pipeline import Cleaner, clean
from cleaner.result import Result

__version__ = "0.1.0"
__all__ = [
    "Change",
    "Cleaner",
    "CleanerError",
    "ConfigError",
    "Document",
    "Edit",
    "FilterError",
    "InputError",
    "LogError",
    "Result",
    "RuleError",
    "clean",
    "filter",
    "mine",
]
