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
GLYPHS = (
    '<mjx-container class="MathJax" jax="CHTML"><mjx-math class="MJX-TEX"><mjx-munderover><mjx-over><mjx-mi class="mjx-i">'
    '<mjx-c class="mjx-c1D45B TEX-I"></mjx-c></mjx-mi></mjx-over><mjx-box><mjx-munder><mjx-row><mjx-base><mjx-mo>'
    '<mjx-c class="mjx-c2211 TEX-S2"></mjx-c></mjx-mo></mjx-base></mjx-row><mjx-row><mjx-under><mjx-texatom><mjx-mi>'
    '<mjx-c class="mjx-c1D456 TEX-I"></mjx-c></mjx-mi><mjx-mo><mjx-c class="mjx-c3D"></mjx-c></mjx-mo><mjx-mn>'
    '<mjx-c class="mjx-c31"></mjx-c></mjx-mn></mjx-texatom></mjx-under></mjx-row></mjx-munder></mjx-box></mjx-munderover>'
    '<mjx-mfrac><mjx-frac><mjx-num><mjx-nstrut></mjx-nstrut><mjx-msubsup><mjx-mi><mjx-c class="mjx-c1D465"></mjx-c></mjx-mi>'
    '<mjx-script><mjx-mn><mjx-c class="mjx-c32"></mjx-c></mjx-mn><mjx-spacer></mjx-spacer><mjx-mi><mjx-c class="mjx-c1D456">'
    "</mjx-c></mjx-mi></mjx-script></mjx-msubsup></mjx-num><mjx-dbox><mjx-dtable><mjx-line></mjx-line><mjx-row><mjx-den>"
    '<mjx-dstrut></mjx-dstrut><mjx-msqrt><mjx-sqrt><mjx-surd><mjx-mo><mjx-c class="mjx-c221A"></mjx-c></mjx-mo></mjx-surd>'
    '<mjx-box><mjx-mi><mjx-c class="mjx-c1D45B"></mjx-c></mjx-mi></mjx-box></mjx-sqrt></mjx-msqrt></mjx-den></mjx-row>'
    "</mjx-dtable></mjx-dbox></mjx-frac></mjx-mfrac></mjx-math></mjx-container>"
)
PATHS = (
    '<mjx-container jax="SVG" display="true"><svg><g><g data-mml-node="math"><g data-mml-node="msubsup"><g data-mml-node="mi">'
    '<path data-c="1D44E" d="M1 2"></path></g><g data-mml-node="mn" transform="translate(5,363) scale(0.7)"><use '
    'xlink:href="#MJX-1-TEX-N-32"></use></g><g data-mml-node="mi" transform="translate(5,-247)"><use data-c="1D457"></use></g>'
    '</g><g data-mml-node="mo"><use data-c="2265"></use></g><g data-mml-node="msqrt"><g><g data-mml-node="mi"><use '
    'data-c="1D44F"></use></g></g><g data-mml-node="mo"><use data-c="221A"></use></g><rect></rect></g></g></g></svg>'
    "</mjx-container>"
)
LATEX = (
    '<mjx-container jax="CHTML"><mjx-math data-latex="a &lt; b_1"><mjx-mi><mjx-c class="mjx-c1D44E"></mjx-c></mjx-mi></mjx-math>'
    "</mjx-container>"
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
        (GLYPHS, "∑_(i=1)^n (x_i^2)/(√n)", "$∑_(i=1)^n (x_i^2)/(√n)$"),
        (PATHS, "a_j^2≥√b", "$$a_j^2≥√b$$"),
        (LATEX, "a < b_1", "$a < b_1$"),
        ("<mjx-container><svg><path d='M1'></path></svg></mjx-container>", "", ""),
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
