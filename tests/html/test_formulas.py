"""Formulas: pictures, MathJax's and KaTeX's boxes, delimiters for scripts; on a line of their own or within one."""

import pytest

import cleaner

TEXT = cleaner.Cleaner(select=["html"])
MARKDOWN = cleaner.Cleaner(select=["html"], settings={"html": {"to": "markdown"}})
MEDIAWIKI = (
    '<span class="mwe-math-element"><span style="display: none"><math alttext="{\\displaystyle A}"><mi>A</mi></math></span>'
    '<img class="mwe-math-fallback-image-inline" alt="A" src="a.svg"></span>'
)
ASSISTIVE = (
    '<mjx-container class="MathJax" jax="CHTML"><mjx-math aria-hidden="true"><mjx-dtable></mjx-dtable></mjx-math>'
    '<mjx-assistive-mml display="inline"><math><mi>E</mi><mo>=</mo><mi>m</mi></math></mjx-assistive-mml></mjx-container>'
)
SHEET = (
    "<style>mjx-assistive-mml {position: absolute !important; clip: rect(1px, 1px, 1px, 1px); display: block !important}"
    "mjx-container > mjx-math {display: inline-block} mjx-dtable {display: table}</style>"
)
KATEX = (
    '<span class="katex-display"><span class="katex"><span class="katex-mathml"><math><semantics><mi>z</mi>'
    '<annotation encoding="application/x-tex">z^2</annotation></semantics></math></span></span></span>'
)


@pytest.mark.parametrize(
    ("formula", "text", "markdown"),
    [
        (MEDIAWIKI, "A", "$A$"),
        ('<img class="math" src="_images/math/1.png" alt="f(x)">', "f(x)", "$f(x)$"),
        ('<img src="https://latex.codecogs.com/svg.latex?x_0" alt="x_0">', "x_0", "$x_0$"),
        ('<img class="photo" src="mathilde.jpg" alt="Mathilde">', "", ""),
        (ASSISTIVE, "E=m", "$E=m$"),
        ('<span class="math-container">$a_1 + b_1$</span>', "$a_1 + b_1$", "$a_1 + b_1$"),
        ('<span class="math">\\(a_1\\)</span>', "\\(a_1\\)", "$a_1$"),
        ("<span class=price>$5</span>", "$5", "$5"),
        ("<math display=block><mi>y</mi></math>", "y", "$$y$$"),
        (KATEX, "z^2", "$$z^2$$"),
    ],
)
def test_a_formula_stands_in_its_sentence(formula: str, text: str, markdown: str) -> None:
    page = f"{SHEET}<p>We measured {formula} on both days."
    plain, marked = TEXT.clean(page, input_format="html"), MARKDOWN.clean(page, input_format="html")
    assert " ".join(plain.text.split()) == " ".join(f"We measured {text} on both days.".split())
    assert " ".join(marked.text.split()) == " ".join(f"We measured {markdown} on both days.".split())
    assert plain.undo() == marked.undo() == page


def test_a_formula_between_paragraphs_stays() -> None:
    words = "The boat came late to the harbour because the wind had turned against it in the night."
    page = f"<main><article><p>{words} The angle is {KATEX.join(f'<p>{words}</p>' for _ in range(4))}</article></main>"
    assert TEXT.clean(page, input_format="html").text.count("z^2") == 3
