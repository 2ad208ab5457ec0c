"""What is loaded before processes are forked: what English prose needs, nothing of plug-ins."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable

import cleaner
from cleaner import Cleaner
from cleaner.core.errors import ConfigError
from cleaner.pipeline import processes

LOADED = """
import sys
from cleaner import Cleaner
from cleaner.pipeline.processes import load_shared
load_shared(Cleaner())
before = set(sys.modules)
Cleaner().clean("He was suppose to go their, and she did not knew wich of the two roads lead a way from the the village.")
print(*(set(sys.modules) - before))
"""


def test_a_process_that_is_forked_loads_no_model_of_english() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    assert not [name for name in done.stdout.split() if name.startswith(("cleaner.models", "cleaner.filters._english"))]


def test_plug_ins_are_not_asked_about_a_text_that_nobody_gave() -> None:
    seen: list[str] = []

    @cleaner.filter(name="listen.all")
    def listen(document: cleaner.Document) -> Iterable[cleaner.Edit]:
        seen.append(document.text)
        return []

    listening = Cleaner(filters=[listen])
    processes.load_shared(listening)
    assert not seen
    listening.clean("a text")
    assert seen


def test_what_cannot_be_loaded_is_told_when_a_document_needs_it() -> None:
    class Broken(Cleaner):
        def clean(self, *_: object, **__: object) -> object:  # type: ignore[override]
            raise ConfigError("a model is missing")

    processes.load_shared(Broken())
