"""From options and config file to a Cleaner and a Job."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cleaner.cli.config_file import ConfigFile, load_config, read_words
from cleaner.cli.values import Options
from cleaner.core.errors import ConfigError
from cleaner.filters import load_filter
from cleaner.formats.job import Job
from cleaner.pipeline.cleaner import Cleaner


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
        options.fields or tuple(values.get("fields", ())) or ("text",),
        log=options.log is not None,
        diff=options.diff,
    )


def make_cleaner(options: Options, config: ConfigFile) -> Cleaner:
    """The Cleaner that options and config file describe. Raises ConfigError."""
    values = config.values
    base = config.path.parent if config.path else Path()
    words = [*values.get("words", {}).get("keep", ())]
    files = [*(base / name for name in values.get("words", {}).get("files", ())), *map(Path, options.words)]
    if files:
        words += read_words(files)
    preset = options.preset or values.get("preset", "web")
    if not options.preset and preset.endswith(".toml"):
        preset = str(base / preset)
    filters = [load_filter(place) for place in options.filters]
    cleaner = Cleaner(
        preset=preset,
        select=options.select or values.get("select", ()),
        ignore=(*values.get("ignore", ()), *options.ignore),
        unsafe=values.get("unsafe", False) if options.unsafe is None else options.unsafe,
        rules=[*(base / name for name in values.get("rules", ())), *map(Path, options.rules)],
        filters=filters,
        words=words,
        settings=_settings(options, values),
    )
    tag = options.keep_boilerplate_as
    if tag is None:
        return cleaner
    settings = {name: {**value} for name, value in cleaner.options["settings"].items()}
    for name in cleaner.preset.chain:
        if name.startswith("boilerplate."):
            settings[name] = {**settings.get(name, {}), "keep_as": tag}
    return cleaner.with_options(settings=settings)


def _settings(options: Options, values: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Settings by filter: the config file's, and what `--html-to` and its like say."""
    settings = {name: dict(value) for name, value in values.get("settings", {}).items()}
    html: dict[str, Any] = {**settings.get("html", {}), **values.get("html", {})}
    said = {"to": options.html_to, "engine": options.html_engine, "keep": [*options.keep], "drop": [*options.drop]}
    html.update({key: value for key, value in said.items() if value})
    if html:
        settings["html"] = html
    return settings


def _encoding(name: str | None) -> str | None:
    """None for detection, else a name that Python knows. Raises ConfigError now rather than for every file."""
    if name is None or name == "auto":
        return None
    from cleaner.decoding.decode import decode

    decode(b"", name)
    return name
