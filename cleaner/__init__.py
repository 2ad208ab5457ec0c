"""cleaner: repairs dirty text and says what it did.

    bytes -> decode -> Document -> filters propose edits -> edits.apply -> Result (text, changes, undo)

:func:`clean` does all of it; a :class:`Cleaner` is the same, ready for many texts. The parts, bottom up:

    core/          edits (apply, compose, invert), Document and its views, errors
    decoding/      bytes -> Document
    rulebook/      rule packs, presets, selection
    models/        language models and lexicons
    html/          page -> text, as edits
    filters/       FAMILY/one file = one filter
    pipeline/      Cleaner, Result, fixpoint, mining of site rules
    changelog/     log: write, read, undo, positions, diff, exports, review page
    formats/       how texts are found in an input and put back
    batch/         a run over many inputs: discovery, workers, journal, resume
    integrations/  Arrow, Ray, Spark, datasets, Polars, DuckDB, datatrove
    corpus/        tables in, tables out, on one machine or an engine
    serve/         the playground and its JSON API (extra)
    cli/           the command
    data/          models, lexicons, weights

>>> import cleaner
>>> cleaner.clean("The army to collapsed.").text
'The army collapsed.'
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cleaner.core.document import Document
    from cleaner.core.edits import Change, Edit
    from cleaner.core.errors import CleanerError, ConfigError, FilterError, InputError, LogError, RuleError
    from cleaner.filters import Filter, filter
    from cleaner.pipeline.clean import clean
    from cleaner.pipeline.cleaner import Cleaner
    from cleaner.pipeline.mining import mine
    from cleaner.pipeline.result import Result

__version__ = "0.1.0"
# where the public names are; they are imported when they are asked for, so that `cleaner --help` answers at once
_PLACES = {
    "cleaner.core.document": ("Document",),
    "cleaner.core.edits": ("Change", "Edit"),
    "cleaner.core.errors": ("CleanerError", "ConfigError", "FilterError", "InputError", "LogError", "RuleError"),
    "cleaner.filters": ("Filter", "filter"),
    "cleaner.pipeline.clean": ("clean",),
    "cleaner.pipeline.cleaner": ("Cleaner",),
    "cleaner.pipeline.mining": ("mine",),
    "cleaner.pipeline.result": ("Result",),
}
_MODULE_OF = {name: module for module, names in _PLACES.items() for name in names}
__all__ = [
    "Change",
    "Cleaner",
    "CleanerError",
    "ConfigError",
    "Document",
    "Edit",
    "Filter",
    "FilterError",
    "InputError",
    "LogError",
    "Result",
    "RuleError",
    "clean",
    "filter",
    "mine",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_MODULE_OF[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
