"""Which slice of which input makes which part of the output.

A Parquet file is cut at row groups, JSON Lines at bytes (a part has the lines that begin in it); a compressed file of JSON
Lines is one part, for nobody can start in its middle. Every part is a file whose footer says what it was made of and how:
that is all the state there is, so a run goes on wherever another one stopped, on whatever engine.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from cleaner.core.errors import ConfigError, InputError
from cleaner.formats.compression import split_suffix

KINDS = {".parquet": "parquet", ".pq": "parquet", ".jsonl": "jsonl", ".ndjson": "jsonl"}
FOOTER = b"cleaner.part"  # key of the footer of a part


class Source(NamedTuple):
    """An input file: where it is, what the parts made of it are called, what is in it."""

    path: Path
    name: str
    kind: str
    compression: str = ""


class Part(NamedTuple):
    """A slice of a source (row groups, or bytes of JSON Lines; `stop` -1 for the whole file) and the file to be made of it.

    `size` and `mtime` are those of the source: a part of another state of it is to be made again.
    """

    source: Source
    start: int
    stop: int
    target: Path
    size: int
    mtime: int

    @property
    def weight(self) -> int:
        """Bytes of input, roughly: what the part costs."""
        return self.size if self.stop < 0 or self.source.kind == "parquet" else self.stop - self.start

    def footer(self, config: str) -> dict[bytes, bytes]:
        """What the file will say about itself."""
        slice_ = {"source": self.source.name, "start": self.start, "stop": self.stop, "size": self.size, "mtime": self.mtime}
        return {FOOTER: json.dumps({"config": config, **slice_}, sort_keys=True).encode()}


def find_sources(inputs: Iterable[Path]) -> list[Source]:
    """The files of the inputs, folders walked, in the order of their names. Raises InputError, ConfigError."""
    sources: dict[str, Source] = {}
    for given in inputs:
        if not given.exists():
            raise InputError("there is no such file or folder", where=str(given))
        for path in _files(given):
            suffix, compression = split_suffix(path.name)
            kind = KINDS.get(suffix.lower(), "")
            if not kind or (compression and kind == "parquet"):
                if path == given:
                    raise InputError("not a Parquet or JSON Lines file", where=str(path), remedy="cleaner PATH cleans others")
                continue
            name = path.relative_to(given).as_posix() if given.is_dir() else path.name
            if name in sources and sources[name].path != path.absolute():
                raise ConfigError(f"two inputs are called {name}", where=str(path), remedy="give the folder above them")
            sources[name] = Source(path.absolute(), name, kind, compression)
    return [sources[name] for name in sorted(sources)]


def _files(given: Path) -> Iterator[Path]:
    if given.is_file():
        yield given
        return
    for path in sorted(given.rglob("*")):
        if path.is_file() and not any(part.startswith((".", "_")) for part in path.relative_to(given).parts):
            yield path


def make_parts(source: Source, folder: Path, part_bytes: int) -> list[Part]:
    """The parts of a source: `part_bytes` bytes of input or a little more each. Raises InputError if it cannot be read."""
    try:
        state = source.path.stat()
        if source.kind == "parquet":
            cuts = _row_groups(source.path, part_bytes)
        elif source.compression:
            cuts = [(0, -1)]
        else:
            cuts = [(at, min(at + part_bytes, state.st_size)) for at in range(0, max(state.st_size, 1), part_bytes)]
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", where=str(source.path)) from error
    return [
        Part(source, start, stop, folder / f"{source.name}-{number:05d}.parquet", state.st_size, state.st_mtime_ns)
        for number, (start, stop) in enumerate(cuts)
    ]


def _row_groups(path: Path, part_bytes: int) -> list[tuple[int, int]]:
    """Runs of row groups of about `part_bytes` bytes uncompressed; an empty file is one run of none."""
    try:
        meta = pq.read_metadata(path)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise InputError(f"not a Parquet file: {error}", where=str(path)) from error
    cuts, start, size = [], 0, 0
    for number in range(meta.num_row_groups):
        size += meta.row_group(number).total_byte_size
        if size >= part_bytes:
            cuts.append((start, number + 1))
            start, size = number + 1, 0
    if start < meta.num_row_groups or not cuts:
        cuts.append((start, meta.num_row_groups))
    return cuts


def missing_parts(parts: Sequence[Part], folder: Path, config: str) -> list[Part]:
    """The parts that are still to be made. Raises ConfigError if the folder holds anything but parts of this run."""
    wanted = {part.target: part for part in parts}
    done: set[Path] = set()
    for path in sorted(folder.rglob("*.parquet")) if folder.is_dir() else ():
        if any(name.startswith((".", "_")) for name in path.relative_to(folder).parts):
            continue
        part, found = wanted.get(path), read_footer(path)
        if part is None or found is None:
            raise ConfigError("the output folder holds other tables", where=str(path), remedy="choose an empty folder")
        if (found["config"], found["source"]) != (config, part.source.name):
            raise ConfigError(
                "the output folder holds parts made with another configuration", where=str(path), remedy="choose an empty folder"
            )
        if found == json.loads(part.footer(config)[FOOTER]):
            done.add(path)
    return [part for part in parts if part.target not in done]


def read_footer(path: Path) -> dict[str, object] | None:
    """What a part says about itself; None for another table."""
    try:
        metadata = pq.read_metadata(path).metadata or {}
    except (OSError, pa.ArrowInvalid):
        return None
    found: dict[str, object] | None = json.loads(metadata[FOOTER]) if FOOTER in metadata else None
    return found
