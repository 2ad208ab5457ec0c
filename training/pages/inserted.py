"""Pages with blocks put into them, for :mod:`training.pages.blocks`: what belongs to a text, and what stands beside it.

The collections that blocks are learned from have few tables, footnotes or threads of comments, and their gold texts say little of
single rows. So each article is read a second time with blocks put in, whose label is known: tables, lists, terms,
quotations, captions, code and notes belong to the text; teasers of other stories, comments, letters, offers and labels of
advertisements do not. Their words are those of other pages of the collection; names of classes vary, and often say nothing.
"""

from __future__ import annotations

import re
from html import escape
from random import Random

SENTENCE = re.compile(r"[^.!?。]{20,240}[.!?。]")
MARK = "data-inserted"  # attribute of the outermost element of what is put in
VAGUE = ("c-x1", "sc-bdVaJa", "css-1q2w", "block", "wrap", "inner", "module", "row", "col-12", "stack", "box", "unit", "")
RELATED = ("related", "related-posts", "related-articles", "more-stories", "recommended", "read-next", "also-like",
           "article-related",
           "more-from", "trending", "most-read", "popular-posts", "teasers", "recirc", "further-reading")  # fmt: skip
RELATED_HEADS = ("Related", "Related stories", "More from us", "You may also like", "Read next", "Most read",
                 "Recommended",
                 "Lesen Sie auch", "Mehr zum Thema", "À lire aussi", "Sur le même sujet", "Te puede interesar",
                 "Leia também",
                 "Leggi anche", "Lees ook", "Czytaj także", "Читайте также", "関連記事",
                 "相关阅读", "Latest", "Top stories", "")  # fmt: skip
COMMENTS = ("comments", "comment-list", "commentlist", "comments-area", "responses", "discussion", "kommentare", "thread")
COMMENT_HEADS = ("{n} comments", "Comments ({n})", "{n} Responses", "Join the discussion", "Kommentare", "Commentaires ({n})",
                 "{n} comentarios", "Reacties", "コメント", "评论 {n}", "")  # fmt: skip
REPLIES = ("Reply", "Like", "Antworten", "Répondre", "Responder", "返信", "Share · Report", "")
NAMES = ("Anna", "mike_77", "J. Petrov", "Li Wei", "Ola N.", "tomcat", "Marie", "guest", "R2", "Kofi A.", "yuki", "the_old_one")
TIMES = (
    "{n} hours ago",
    "{n} May 2021 at 10:4{d}",
    "2020-0{d}-1{d}",
    "vor {n} Tagen",
    "il y a {n} jours",
    "{n}d",
    "Mar {n}, 2022",
)
LETTERS = ("newsletter", "newsletter-signup", "subscribe-box", "signup", "email-capture", "promo")
ADVERTS = ("ad", "ad-slot", "advert", "adsbox", "sponsored", "dfp-slot")
CONSENTS = ("cookie-notice", "cookie-bar", "consent", "gdpr", "privacy-banner")
LABELS = ("Advertisement", "Anzeige", "Publicité", "Publicidad", "Sponsored", "広告", "AD", "Continue below")


class Bank:
    """Sentences and titles of pages to put blocks together from."""

    def __init__(self, texts: list[str], titles: list[str]) -> None:
        self.sentences = [sentence.strip() for text in texts for sentence in SENTENCE.findall(text)[:40]]
        self.titles = [title for title in titles if 10 < len(title) < 120]

    def sentence(self, rng: Random) -> str:
        return escape(rng.choice(self.sentences))

    def prose(self, rng: Random, most: int = 3) -> str:
        return " ".join(self.sentence(rng) for _ in range(rng.randint(1, most)))

    def words(self, rng: Random, most: int = 4) -> str:
        found = rng.choice(self.sentences).split()
        start = rng.randrange(len(found))
        return escape(" ".join(found[start : start + rng.randint(1, most)]).strip(".,;:!?"))

    def title(self, rng: Random) -> str:
        return escape(rng.choice(self.titles)) if self.titles else self.words(rng, 8)


def classed(rng: Random, names: tuple[str, ...], telling: float = 0.6) -> str:
    """A class attribute that tells what it is about, or not."""
    name = rng.choice(names) if rng.random() < telling else rng.choice(VAGUE)
    if name and rng.random() < 0.4:
        name += rng.choice((" clearfix", "-wrap", "__list", " module", "-box"))
    return f' class="{name}"' if name else ""


# ---- what belongs to a text -------------------------------------------------------------------------------------


def part(rng: Random, bank: Bank) -> str:
    """A block that belongs to the text."""
    kinds = (table, bullets, terms, opened, quotation, caption, headed, short, code, steps)
    return rng.choice(kinds)(rng, bank)


def table(rng: Random, bank: Bank) -> str:
    columns = rng.randint(2, 6)
    head = "".join(f"<th>{bank.words(rng, 2)}</th>" for _ in range(columns))

    def cell() -> str:
        kind = rng.random()
        return "" if kind < 0.1 else f"{rng.randrange(1, 99999):,}" if kind < 0.6 else bank.words(rng, 3)

    body = "".join("<tr>" + "".join(f"<td>{cell()}</td>" for _ in range(columns)) + "</tr>" for _ in range(rng.randint(2, 24)))
    return f"<table><tr>{head}</tr>{body}</table>" if rng.random() < 0.8 else f"<table>{body}</table>"


def bullets(rng: Random, bank: Bank) -> str:
    name = rng.choice(("ul", "ul", "ol"))
    return f"<{name}>" + "".join(f"<li>{bank.words(rng, 8)}</li>" for _ in range(rng.randint(3, 20))) + f"</{name}>"


def steps(rng: Random, bank: Bank) -> str:
    return "<ol>" + "".join(f"<li>{bank.sentence(rng)}</li>" for _ in range(rng.randint(2, 8))) + "</ol>"


def terms(rng: Random, bank: Bank) -> str:
    return (
        "<dl>"
        + "".join(f"<dt>{bank.words(rng, 2)}</dt><dd>{bank.sentence(rng)}</dd>" for _ in range(rng.randint(2, 8)))
        + "</dl>"
    )


def opened(rng: Random, bank: Bank) -> str:
    return "".join(
        f"<details><summary>{bank.words(rng, 6)}?</summary><p>{bank.prose(rng)}</p></details>" for _ in range(rng.randint(1, 4))
    )


def quotation(rng: Random, bank: Bank) -> str:
    text = bank.sentence(rng) if rng.random() < 0.6 else bank.words(rng, 7)
    return f"<blockquote>{text}</blockquote>" if rng.random() < 0.3 else f"<blockquote><p>{text}</p></blockquote>"


def caption(rng: Random, bank: Bank) -> str:
    text = bank.sentence(rng) if rng.random() < 0.6 else bank.words(rng, 7)
    return f'<figure><img src="/a.jpg" alt=""><figcaption>{text}</figcaption></figure>'


def headed(rng: Random, bank: Bank) -> str:
    level = rng.randint(2, 4)
    return f"<h{level}>{bank.words(rng, 6)}</h{level}><p>{bank.prose(rng)}</p>"


def short(rng: Random, bank: Bank) -> str:
    text = bank.words(rng, 6)
    return rng.choice((f"<p>{text}.</p>", f"<div>{text}.</div>", f'<p><a href="/x">{text}</a></p>', f"<p><b>{text}</b></p>"))


def code(rng: Random, bank: Bank) -> str:
    lines = "\n".join(
        f"{'    ' * rng.randint(0, 2)}{bank.words(rng, 1)} = {bank.words(rng, 1)}({rng.randrange(99)})"
        for _ in range(rng.randint(2, 12))
    )
    return f"<pre><code>{lines}</code></pre>"


def notes(rng: Random, bank: Bank) -> str:
    """Footnotes, after the text."""
    items = "".join(f'<li id="fn{n}">{bank.sentence(rng)} <a href="#r{n}">↩</a></li>' for n in range(rng.randint(2, 12)))
    return rng.choice(
        ('<section class="footnotes"><ol>{}</ol></section>', '<div class="notes"><ol>{}</ol></div>', "<hr><ol>{}</ol>")
    ).format(items)


# ---- what does not ----------------------------------------------------------------------------------------------


def stories(rng: Random, bank: Bank) -> str:
    """Teasers of other stories."""
    count, form = rng.randint(3, 10), rng.randrange(5)
    heading = rng.choice(RELATED_HEADS)
    head = f"<h{(level := rng.randint(2, 4))}>{heading}</h{level}>" if heading else ""
    made = []
    for n in range(count):
        title, link = bank.title(rng), f'href="/s/{n}"'
        made.append(
            (
                f"<li><a {link}>{title}</a></li>",
                f"<li><a {link}><h4>{title}</h4></a><p>{bank.prose(rng, 2)}</p></li>",
                f'<article class="card"><a {link}><img src="/{n}.jpg" alt=""></a>'
                f"<h3><a {link}>{title}</a></h3><p>{bank.sentence(rng)}</p></article>",
                f"<div><a {link}><span>{title}</span></a><span>{rng.choice(TIMES).format(n=n + 2, d=n % 9 + 1)}</span></div>",
                f"<div><h4>{title}</h4><p>{bank.prose(rng, 2)} <a {link}>…</a></p></div>",
            )[form]
        )
    inner = f"<ul>{''.join(made)}</ul>" if form < 2 else "".join(made)
    outer = rng.choice(("div", "section", "aside", "div"))
    return f"<{outer}{classed(rng, RELATED)}>{head}{inner}</{outer}>"


def thread(rng: Random, bank: Bank) -> str:
    """Comments of readers."""
    count = rng.randint(2, 14)
    heading, reply, time_ = rng.choice(COMMENT_HEADS).format(n=count), rng.choice(REPLIES), rng.choice(TIMES)
    item, body = rng.choice((("li", "p"), ("div", "p"), ("article", "div"), ("div", "div")))
    kind = classed(rng, ("comment", "comment-item", "response", "post"))
    made = []
    for n in range(count):
        when = time_.format(n=rng.randint(2, 9), d=rng.randint(1, 9))
        button = f'<a href="#r{n}">{reply}</a>' if reply else ""
        made.append(
            f"<{item}{kind}><div><b>{rng.choice(NAMES)}</b> <time>{when}</time></div>"
            f"<{body}>{bank.prose(rng, 4)}</{body}>{button}</{item}>"
        )
    inner = f"<ol>{''.join(made)}</ol>" if item == "li" else "".join(made)
    head = f"<h3>{heading}</h3>" if heading else ""
    return f"<div{classed(rng, COMMENTS)}>{head}{inner}</div>"


def beside(rng: Random, bank: Bank) -> str:
    """What is put between the paragraphs of a text and is none of it."""
    kind = rng.randrange(5)
    if kind == 0:
        form = '<form><input type="email"><button>Subscribe</button></form>'
        return f"<div{classed(rng, LETTERS)}><p>{bank.sentence(rng)}</p>{form if rng.random() < 0.8 else ''}</div>"
    if kind == 1:
        return f"<div{classed(rng, ADVERTS)}><span>{rng.choice(LABELS)}</span></div>"
    if kind == 2:
        return f"<div{classed(rng, CONSENTS, 0.9)}><p>{bank.prose(rng, 2)}</p><button>OK</button></div>"
    if kind == 3:
        links = "".join(f'<li><a href="/r/{n}">{bank.title(rng)}</a></li>' for n in range(rng.randint(1, 4)))
        return f"<div{classed(rng, RELATED)}><b>{rng.choice(RELATED_HEADS)}</b><ul>{links}</ul></div>"
    return f'<p><b>{rng.choice(RELATED_HEADS) or "More"}:</b> <a href="/m">{bank.title(rng)}</a></p>'


def inserted(page: str, places: list[int], rng: Random, bank: Bank) -> str:
    """The page with blocks at some of these places, which are ends of paragraphs of its text, in order."""
    inside = sorted(rng.sample(places[:-1], min(len(places) - 1, rng.randint(2, 6)))) if len(places) > 1 else []
    end = [notes] * (rng.random() < 0.3) + rng.choice(
        ([stories], [thread], [stories, thread], [thread, stories], [stories, stories], [])
    )
    added: list[tuple[int, str]] = []
    for place in inside:
        wanted = rng.random() < 0.7
        added.append((place, _marked(part(rng, bank) if wanted else beside(rng, bank), wanted)))
    added += [(places[-1], _marked(make(rng, bank), make is notes)) for make in end]
    pieces, position = [], 0
    for place, block in added:
        pieces += [page[position:place], block]
        position = place
    return "".join([*pieces, page[position:]])


def _marked(block: str, wanted: bool) -> str:
    """A block whose outermost elements say that they were put in; see :data:`MARK`."""
    return re.sub(
        r"^<(\w+)", rf'<\1 {MARK}="{int(wanted)}"', re.sub(r"(</(?:h\d|details)>)<(\w+)", rf'\1<\2 {MARK}="{int(wanted)}"', block)
    )
