"""The parts of a corpus on an engine, and what became of them.

An engine here is a function that is given parts and a job and yields (part, what came of it) in any order; it knows
nothing of cleaning. `local` runs processes that may die (:mod:`cleaner.batch.workers`); `ray` and `spark` schedule the same
function on a cluster whose workers see the same paths. All three make the same files.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from cleaner import __version__
from cleaner.batch.journal import fingerprint, lock
from cleaner.batch.output.atomic import open_own, sweep
from cleaner.batch.workers import Pool, WorkerFailure, alone, guarded
from cleaner.core.errors import ConfigError, InputError
from cleaner.corpus.part import LOGS, CorpusJob, Made, make_part
from cleaner.corpus.plan import Part, Source, find_sources, make_parts, missing_parts
from cleaner.corpus.records import infer_from
from cleaner.formats.job import Tally
from cleaner.integrations.arrow import BatchCleaner

PART_BYTES = 128 << 20  # of input; some seconds of work, lost at the most when a worker dies
SLOWEST = 600.0  # seconds a part may take beyond what its size allows, before its worker counts as hung
LOCK = ".cleaner.lock"
RETRIES = 3  # of a part whose worker died, on Ray and Spark; then it counts as failed

Outcome = tuple[Part, "Made | WorkerFailure"]
Engine = Callable[[Sequence[Part], CorpusJob, int], Iterator[Outcome]]


class Summary(NamedTuple):
    """What came of a run. `failures` are pairs (what, why): inputs and parts; `set_aside` counts rows with an error."""

    parts: int
    skipped: int
    tally: Tally
    set_aside: int
    failures: tuple[tuple[str, str], ...]


def run(
    inputs: Iterable[Path],
    output: Path,
    kernel: BatchCleaner,
    *,
    engine: str = "local",
    jobs: int = 1,
    log: str = "column",
    part_bytes: int = PART_BYTES,
    watch: Callable[[Part, Made | WorkerFailure], None] = lambda part, made: None,
) -> Summary:
    """Clean the tables of `inputs` (files, folders) into the folder `output`; parts that are there already are not made again.

    `jobs` are processes of the local engine, and of Ray and Spark where they are started here. `log` is "column", "beside"
    or "none". `watch` is told of every part.

    Raises ConfigError, InputError for what keeps a run from starting; a source or part that fails is in the summary.
    """
    if engine not in ENGINES:
        raise ConfigError(f"unknown engine {engine!r}", remedy="one of " + ", ".join(ENGINES))
    if log not in LOGS:
        raise ConfigError(f"unknown place for the log {log!r}", remedy="one of " + ", ".join(LOGS))
    output = output.absolute()
    sources = find_sources(inputs)
    if any(source.path.is_relative_to(output) for source in sources):
        raise ConfigError("the output folder holds an input", where=str(output))
    fields = infer_from(sources, kernel.column) if any(source.kind == "jsonl" for source in sources) else {}
    config = fingerprint(_described(kernel, log, part_bytes, fields))
    parts, failures = _all_parts(sources, output, part_bytes)
    output.mkdir(parents=True, exist_ok=True)
    with open_own(output / LOCK) as held:
        _lock(held, output)
        missing = missing_parts(parts, output, config)
        _sweep(output)
        summary = Summary(len(parts), len(parts) - len(missing), Tally(), 0, tuple(failures))
        job = CorpusJob(kernel, config, output, log, fields)
        for part, made in ENGINES[engine](missing, job, jobs):
            watch(part, made)
            summary = _added(summary, part, made)
    return summary


def _described(kernel: BatchCleaner, log: str, part_bytes: int, fields: dict[str, str]) -> dict[str, Any]:
    """All that the output depends on, but for the inputs and the shipped rules (which the fingerprint adds)."""
    cleaner = kernel.rows.cleaner
    columns = {"column": kernel.column, "into": kernel.into, "added": kernel.added, "log": log, "fields": fields}
    packs = [(pack.name, pack.digest, pack.rules) for pack in cleaner.packs]
    return {
        **cleaner.describe(),
        **columns,
        "format": kernel.rows.input_format,
        "part": part_bytes,
        "packs": packs,
        "is": __version__,
    }


def _all_parts(sources: Sequence[Source], output: Path, part_bytes: int) -> tuple[list[Part], list[tuple[str, str]]]:
    parts: list[Part] = []
    failures = []
    for source in sources:
        try:
            parts += make_parts(source, output, part_bytes)
        except InputError as error:
            failures.append((source.name, error.what))
    return parts, failures


def _lock(held: Any, output: Path) -> None:
    try:
        lock(held)
    except BlockingIOError as error:
        raise InputError("another run is at work in this folder", where=str(output)) from error


def _sweep(output: Path) -> None:
    """Remove what a killed run left half-written; none of ours is there yet."""
    for folder, _, _ in os.walk(output):
        sweep(Path(folder), "")


def _added(summary: Summary, part: Part, made: Made | WorkerFailure) -> Summary:
    if isinstance(made, WorkerFailure):
        return summary._replace(failures=(*summary.failures, (part.target.name, made.why)))
    summary.tally.add(made.tally)
    return summary._replace(set_aside=summary.set_aside + made.failed)


def do_part(part: Part, job: CorpusJob) -> Made | WorkerFailure:
    """One part on a worker: what came of it, or why nothing did."""
    made: Made | WorkerFailure = guarded(make_part, part, job)
    return made


# ---- engines ----------------------------------------------------------------------------------------------------------


def local(parts: Sequence[Part], job: CorpusJob, jobs: int) -> Iterator[Outcome]:
    """Processes of this machine; a part that takes its process down twice is given up."""
    items = ((part, part.weight, True) for part in parts)
    if jobs <= 1:
        yield from alone(make_part, job, items)
        return
    from cleaner.pipeline.processes import load_shared

    load = partial(load_shared, job.kernel.rows.cleaner)
    with Pool(make_part, job, min(jobs, max(len(parts), 1)), SLOWEST, load) as pool:
        yield from pool.answers(items)


def on_ray(parts: Sequence[Part], job: CorpusJob, jobs: int) -> Iterator[Outcome]:
    """Tasks of a Ray cluster: the one that is connected or that RAY_ADDRESS names, else one of `jobs` processes here."""
    ray = _import("ray")
    if not ray.is_initialized():
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # a Ray that is started here reports to nobody
        here: dict[str, Any] = {} if os.environ.get("RAY_ADDRESS") else {"num_cpus": jobs, "include_dashboard": False}
        ray.init(log_to_driver=False, **here)
    task = ray.remote(max_retries=RETRIES)(do_part)
    shared = ray.put(job)
    todo = iter(parts)
    waiting: dict[Any, Part] = {}
    ahead = 2 * int(ray.cluster_resources().get("CPU", 1)) + 2
    while True:
        while len(waiting) < ahead and (part := next(todo, None)) is not None:
            waiting[task.remote(part, shared)] = part
        if not waiting:
            return
        ready, _ = ray.wait(list(waiting))
        for reference in ready:
            part = waiting.pop(reference)
            try:
                yield part, ray.get(reference)
            except ray.exceptions.RayError as error:
                yield part, WorkerFailure(f"Ray gave it up: {str(error).strip().splitlines()[0]}")


def on_spark(parts: Sequence[Part], job: CorpusJob, jobs: int) -> Iterator[Outcome]:
    """Tasks of a Spark cluster: of the session there is, else of `jobs` threads here."""
    pyspark = _import("pyspark.sql")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    session = pyspark.SparkSession.getActiveSession()
    if session is None:
        builder = pyspark.SparkSession.builder.appName("cleaner corpus").config("spark.ui.enabled", "false")
        if "MASTER" not in os.environ:  # a local master gives a task one try unless told otherwise
            builder = builder.master(f"local[{jobs},{RETRIES + 1}]")
        session = builder.getOrCreate()
    if not parts:
        return
    tasks = session.sparkContext.parallelize(parts, len(parts)).map(lambda part: (part, do_part(part, job)))
    try:
        yield from tasks.collect()
    except _import("py4j.protocol").Py4JJavaError as error:  # a part took its worker down too often: what is there, is there
        why = str(error.java_exception).split("\n", 1)[0]
        missing = {part.target for part in missing_parts(parts, job.folder, job.config)}
        for part in parts:
            yield part, WorkerFailure(f"Spark gave the job up: {why}") if part.target in missing else Made(Tally(), 0)


def _import(name: str) -> Any:
    """An engine's package. Raises ConfigError if it is not installed."""
    from importlib import import_module

    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        extra = name.split(".", maxsplit=1)[0].replace("pyspark", "spark")
        raise ConfigError(f"{error.name} is not installed", remedy=f"pip install 'cleaner-text[{extra}]'") from error


ENGINES: dict[str, Engine] = {"local": local, "ray": on_ray, "spark": on_spark}
