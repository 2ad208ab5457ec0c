"""From options and config file to a Cleaner and a Job."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from cleaner.cli.config_file import ConfigFile, load_config, read_words
from cleaner.cli.values import Options
from cleaner.core.errors import ConfigError
from cleaner.filters import load_filter
from cleaner.filters.registry import built_in
from cleaner.formats.job import Job
from cleaner.pipeline.cleaner import Cleaner

if TYPE_CHECKING:
    from cleaner.batch.per_file_ignores import PerFileIgnores


def make_job(options: Options) -> Job:
    """The job that the options and the config file describe. Raises ConfigError."""
    config = load_config(options.config, options.isolated)
    values = config.values
    formats = options.input_format or values.get("input-format", "auto")
    if formats not in ("auto", "text"):
        from cleaner.formats import MODULES

        if formats not in MODULES:
            raise ConfigError(f"unknown input format {formats!r}", remedy=f"one of {', '.join(MODULES)}")
    return Job(
        make_cleaner(options, config),
        formats,
        _encoding(options.encoding or values.get("encoding")),
        options.fields or tuple(values.get("fields", ())),
        log=options.log is not None,
        diff=options.diff,
        check=options.check,
        suggestions=options.show_suggestions,
        explain=options.verbose > 0,
        marks=not options.ignore_marks,
        per_file_ignores=_per_file_ignores(config),
    )


def _per_file_ignores(config: ConfigFile) -> PerFileIgnores | None:
    globs = config.values.get("per-file-ignores")
    if not globs or config.path is None:
        return None
    from cleaner.batch.per_file_ignores import PerFileIgnores
    from cleaner.rulebook.catalogue import known_prefix

    for rule in [rule for rules in globs.values() for rule in rules]:
        known_prefix(rule, str(config.path))
    return PerFileIgnores(str(config.path.parent.resolve()), globs)


def files_read(options: Options) -> tuple[str, ...]:
    """The files that a run reads besides its inputs."""
    config = load_config(options.config, options.isolated)
    found = [str(config.path)] if config.path else []
    found += [*map(str, config.files("rules")), *map(str, config.files("words")), *options.rules, *options.words]
    found += [*map(str, config.files("dictionaries")), *options.dictionaries]
    if options.files_from not in (None, "-"):
        found.append(str(options.files_from))
    return tuple(found)


def make_cleaner(options: Options, config: ConfigFile) -> Cleaner:
    """The Cleaner that options and config file describe. Raises ConfigError."""
    values = config.values
    words = [*values.get("words", {}).get("keep", ())]
    words += read_words(config.files("words"))
    words += read_words(map(Path, options.words), named=True)
    preset = options.preset or values.get("preset", "web")
    if not options.preset and preset.endswith(".toml"):
        [preset] = map(str, config.files("preset"))
    filters = [load_filter(place) for place in options.filters]
    cleaner = Cleaner(
        preset=preset,
        select=options.select or values.get("select", ()),
        ignore=(*values.get("ignore", ()), *options.ignore),
        unsafe=values.get("unsafe", False) if options.unsafe is None else options.unsafe,
        rules=[*config.files("rules"), *map(Path, options.rules)],
        filters=filters,
        words=words,
        languages=[language for language in options.languages or values.get("languages", ()) if language != "auto"],
        settings=_settings(options, config),
    )
    tag = options.keep_boilerplate_as
    if tag is None:
        return cleaner
    settings = {name: {**value} for name, value in cleaner.options["settings"].items()}
    for name in cleaner.preset.chain:
        if name.startswith("boilerplate.") and "keep_as" in built_in(name).settings:
            settings[name] = {**settings.get(name, {}), "keep_as": tag}
    return cleaner.with_options(settings=settings)


def _dictionaries(options: Options, config: ConfigFile) -> list[str]:
    """The dictionaries that are named. Raises ConfigError where a config file that was found names some among settings."""
    if not config.given and "dictionaries" in config.values.get("settings", {}).get("typos.words", {}):
        what, remedy = "dictionaries of a project stand at the top of its file", "dictionaries = [...]"
        raise ConfigError(what, where=str(config.path), remedy=remedy)
    return [*map(str, config.files("dictionaries")), *options.dictionaries]


def _settings(options: Options, config: ConfigFile) -> dict[str, dict[str, Any]]:
    """Settings by filter: the config file's, and what `--html-to` and its like say."""
    values = config.values
    settings = {name: dict(value) for name, value in values.get("settings", {}).items()}
    dictionaries = _dictionaries(options, config)
    if dictionaries:
        settings["typos.words"] = {**settings.get("typos.words", {}), "dictionaries": dictionaries}
    html: dict[str, Any] = {**settings.get("html", {}), **values.get("html", {})}
    said = {
        "to": options.html_to,
        "engine": options.html_engine,
        "comments": options.comments,
        "alt": options.alt,
        "keep": [*options.keep],
        "drop": [*options.drop],
    }
    html.update({key: value for key, value in said.items() if value})
    if options.title is not None:
        html["title"] = options.title
    if html:
        settings["html"] = html
    documents = {"to": options.html_to, "keep_originals": options.keep_originals}
    if any(documents.values()):
        settings["documents"] = {**settings.get("documents", {}), **{key: value for key, value in documents.items() if value}}
    return settings


def _encoding(name: str | None) -> str | None:
    """None for detection, else a name that Python knows. Raises ConfigError now rather than for every file."""
    if name is None or name == "auto":
        return None
    from cleaner.decoding.decode import decode

    decode(b"", name)
    return name
