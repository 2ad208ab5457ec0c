"""Pages and man pages that are made from the program: every option, every rule.

MkDocs calls the functions `on_...`; `python docs/hooks.py man FOLDER` writes the man pages. Both read the click commands and the
rule packs themselves, so they say what the program does.
"""

from __future__ import annotations

import html
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from cleaner import __version__
from cleaner.cli.main import COMMANDS, load
from cleaner.rulebook.catalogue import shipped_rules
from cleaner.rulebook.packs import Rule
from cleaner.rulebook.titles import family_titles, title_of

EXIT_CODES = (
    ("0", "done, whether anything changed or not"),
    ("1", "--check or --diff found changes; a test, a verification or a comparison failed"),
    ("2", "usage or configuration: nothing was done"),
    ("3", "finished, but some inputs failed; each has a line on standard error"),
    ("130", "interrupted"),
    ("141", "the reader of standard output went away"),
)
DOCS = Path(__file__).resolve().parent
SHOWN = 300  # characters of an example that are shown
HELP = ["-h", "--help"]  # as the command has them: click keeps the option that it makes first


# ---- commands -----------------------------------------------------------------------------------------------------------


def commands() -> Iterator[tuple[str, click.Command]]:
    """All commands with the words that call them: `cleaner`, `cleaner undo`, `cleaner log show`."""
    for name in COMMANDS:
        loaded = load(name)
        words = "cleaner" if name == "clean" else f"cleaner {name}"
        yield words, loaded
        if isinstance(loaded, click.Group):
            for below in loaded.list_commands(click.Context(loaded)):
                yield f"{words} {below}", loaded.commands[below]


def described(command: click.Command) -> str:
    return inspect.cleandoc(command.help or command.short_help or "").replace("\b\n", "")


def options(words: str, command: click.Command) -> Iterator[tuple[str, str]]:
    """Spelling and meaning of the options of a command."""
    context = click.Context(command, info_name=words, help_option_names=HELP)
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record:
            yield record


def usage(words: str, command: click.Command) -> str:
    return " ".join([words, *command.collect_usage_pieces(click.Context(command, info_name=words, help_option_names=HELP))])


def options_page() -> str:
    lines = ["# Every option", "", "Made from the commands themselves; `cleaner COMMAND --help` says the same.", ""]
    for words, command in commands():
        lines += [f"## {words}", "", f"    {usage(words, command)}", "", described(command), ""]
        table = list(options(words, command))
        if table:
            lines += ["| option | meaning |", "|---|---|"]
            lines += [f"| `{spelling}` | {_cell(meaning)} |".replace("|FILE`", "\\|FILE`") for spelling, meaning in table]
            lines.append("")
    lines += [
        "## Exit codes",
        "",
        "| code | meaning |",
        "|---|---|",
        *(f"| {code} | {meaning} |" for code, meaning in EXIT_CODES),
    ]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return html.escape(" ".join(text.split()), quote=False).replace("|", "&#124;")


# ---- rules --------------------------------------------------------------------------------------------------------------


def rules_page(family: str) -> str:
    lines = [f"# {family_titles().get(family, family)}", ""]
    if family == "html":
        lines += ["What became of the parts of a page.", ""]
    for rule in sorted(shipped_rules(family), key=lambda rule: rule.id):
        lines += _rule(rule)
    return "\n".join(lines) + "\n"


def _rule(rule: Rule) -> list[str]:
    applied = {"safe": "applied", "unsafe": "applied with --unsafe", "suggest": "only suggested"}[rule.safety]
    lines = [f"## {rule.id}", "", f"**{_cell(title_of(rule.id))}.** {_cell(rule.why)}", ""]
    facts = [applied, f"filter `{rule.filter}`"]
    if rule.data.get("measured"):
        facts.append(_cell(str(rule.data["measured"])))
    lines += [f"*{'; '.join(facts)}.*", ""]
    if rule.source:
        lines += [f"Facts from: {_cell(rule.source)}.", ""]
    for example in rule.examples[:2]:
        lines += [
            '<pre class="pair"><del>' + _shown(example.before) + "</del>\n<ins>" + _shown(example.after) + "</ins></pre>",
            "",
        ]
    lines += ["Stays as it is:", "", f"<pre>{_shown(rule.keeps[0])}</pre>", ""]
    return lines


def _shown(text: str) -> str:
    """A text as HTML, in which Markdown finds nothing to do; what cannot be seen is written as an escape."""
    cut = text if len(text) <= SHOWN else text[:SHOWN] + "…"
    seen = "".join(char if char.isprintable() or char == "\n" else f"\\u{ord(char):04x}" for char in cut)
    return "".join(f"&#{ord(char)};" if char in "<>&\"'`*_[]\\{}$#|\n:~=^+-!" else char for char in seen)


def rules_index() -> str:
    lines = ["# Every rule", "", "Made from the rule packs; `cleaner rules explain RULE` says the same, and more.", ""]
    lines += ["| family | rules | |", "|---|---|---|"]
    for family, title in family_titles().items():
        found = list(shipped_rules(family))
        if found:
            lines.append(f"| [{title}]({family}.md) | {len(found)} | `{family}` |")
    return "\n".join(lines) + "\n"


# ---- figures ------------------------------------------------------------------------------------------------------------

FIGURES = {  # page -> sections that stand on the page of figures, and the title there
    "html.md": (("Figures", "Pages"),),
    "encoding.md": (("Measured", "Encoding"), ("Speed", "Encoding: speed")),
    "typos.md": (("How sure", "Typos"),),
    "models.md": (("Figures", "Models of English"),),
    "speed.md": (("Measured", "Speed"),),
    "scale.md": (("What it costs", "More than one machine"),),
}


def section(source: str, title: str) -> str:
    """A section of second level with its heading, as it stands in a page; "" if there is none."""
    begin = source.find(f"\n## {title}\n")
    if begin < 0:
        return ""
    end = source.find("\n## ", begin + 1)
    return source[begin : end if end >= 0 else len(source)]


def figures_page() -> str:
    """All sections of figures, from the pages of their subjects."""
    lines = [
        "# Figures",
        "",
        "How fast it is and how often it is wrong, by subject; each section says what was measured, on what, and how.",
        "",
    ]
    for page, sections in FIGURES.items():
        source = (DOCS / page).read_text(encoding="utf-8")
        for title, here in sections:
            found = section(source, title).strip().split("\n", 1)
            if len(found) == 2:
                lines += [f"## {here}", found[1].replace("\n### ", "\n### "), ""]
    return "\n".join(lines) + "\n"


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    """Figures stand in one page: elsewhere their sections lead to it."""
    markdown = markdown.replace("](../CONTRIBUTING.md", "](contributing.md")
    for title, _ in FIGURES.get(page.file.src_uri, ()):
        found = section("\n" + markdown, title)
        if found:
            markdown = ("\n" + markdown).replace(found, f"\n## {title}\n\nSee [Figures](figures.md).\n")[1:]
    return markdown


def pages() -> dict[str, str]:
    """All pages that are made, by their place."""
    contributing = (DOCS.parent / "CONTRIBUTING.md").read_text(encoding="utf-8").replace("](docs/", "](")
    contributing = re.sub(r"\[([^]]*)\]\(rules/[^)]*\)", r"`\1`", contributing)  # not part of the site
    made = {
        "contributing.md": contributing,
        "reference/options.md": options_page(),
        "reference/rules.md": rules_index(),
        "figures.md": figures_page(),
    }
    for family in family_titles():
        if any(True for _ in shipped_rules(family)):
            made[f"reference/{family}.md"] = rules_page(family)
    return made


# ---- MkDocs -------------------------------------------------------------------------------------------------------------


def on_files(files: Any, config: Any) -> Any:
    """Add the pages that are made."""
    from mkdocs.structure.files import File

    for place, content in pages().items():
        files.append(File.generated(config, place, content=content))
    return files


def on_page_content(html: str, page: Any, config: Any, files: Any) -> str:
    """A cell of a head that says nothing is no heading; a wide table can be scrolled with keys."""
    return re.sub(r"<th([^>]*)></th>", r"<td\1></td>", html).replace("<table>", '<table tabindex="0">')


def on_post_page(output: str, page: Any, config: Any) -> str:
    """For screen readers: the search has a name."""
    return output.replace(
        'data-md-component="search" role="dialog"', 'data-md-component="search" role="dialog" aria-label="Search"'
    )


# ---- man pages ----------------------------------------------------------------------------------------------------------


def man_page(words: str, command: click.Command) -> str:
    """A page of section 1 in the man macros."""
    name = words.replace(" ", "-")
    first = described(command).split("\n\n", maxsplit=1)[0].replace("\n", " ")
    lines = [f'.TH {name.upper()} 1 "" "cleaner {__version__}"', ".SH NAME", f"{name} \\- {_man(first.rstrip('.'))}"]
    lines += [".SH SYNOPSIS", f".B {_man(usage(words, command))}", ".SH DESCRIPTION"]
    for paragraph in described(command).split("\n\n"):
        lines += [_man(" ".join(paragraph.split())), ".PP"]
    table = list(options(words, command))
    if table:
        lines.append(".SH OPTIONS")
        for spelling, meaning in table:
            lines += [".TP", f".B {_man(spelling)}", _man(" ".join(meaning.split()))]
    lines.append(".SH EXIT STATUS")
    for code, meaning in EXIT_CODES:
        lines += [".TP", f".B {code}", _man(meaning)]
    others = sorted(other.replace(" ", "-") for other, _ in commands() if other != words)
    lines += [".SH SEE ALSO", ", ".join(f"\\fB{_man(other)}\\fR(1)" for other in others)]
    return "\n".join(lines) + "\n"


def _man(text: str) -> str:
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return "\\&" + escaped if escaped.startswith((".", "'")) else escaped


def write_man(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for words, command in commands():
        (folder / f"{words.replace(' ', '-')}.1").write_text(man_page(words, command), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] != "man":
        sys.exit("usage: python docs/hooks.py man FOLDER")
    write_man(Path(sys.argv[2]))
