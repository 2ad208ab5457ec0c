"""What stands beside an article and is told by its form alone, whatever a model of blocks says of it."""

from cleaner.html.containers import mark
from cleaner.html.dom.tree import parse
from cleaner.html.extract import shipped_index
from cleaner.html.selection.blocks import page_blocks
from cleaner.html.selection.declared import declared
from cleaner.html.selection.sections import sections

LINE = "The weir was mended in spring, and the water has run over it ever since as it should, said the keeper who lives there."
ARTICLE = "<article><h1>The weir is mended</h1>" + f"<p>{LINE}</p>" * 10 + "</article>"
FEED = "<ul>" + "".join(f"<li><div>1{k}:0{k}</div><p>A boat ran aground below the weir.</p>" for k in range(5)) + "</ul>"
TEASER = f"<li><h3><a href=/b>Boats adrift</a></h3><p>{LINE * 3}</p><div>The Harbour News</div>"
STORIES = f"<div><div class=top><h2>Recommended for you</h2></div><ul>{TEASER * 8}</ul></div>"


def beside(body: str, threads: bool = False) -> list[str]:
    """The texts of the rows of a page that are told from its text: other stories and the like, or threads of comments."""
    page = parse(f"<body>{body}</body>")
    mark(page, shipped_index())
    field = page_blocks(page)
    parts = sections(field, declared(page))
    flags = parts.comments if threads else parts.others
    return [row.text for row, flag in zip(field.rows, flags, strict=True) if flag]


def test_news_in_short_outside_of_an_article() -> None:
    assert len(beside(f"<section>{FEED}</section>{ARTICLE}")) == 10
    assert beside(f"<article>{ARTICLE.replace('</article>', FEED)}</article>") == []
    assert beside(f"<main>{FEED}</main>") == []


def test_a_list_of_other_stories_longer_than_the_article() -> None:
    assert len(beside(ARTICLE + STORIES)) == 25
    assert beside(f"<article><h1>Boats</h1><p>{LINE}</p></article>{STORIES}") == []


def test_an_invitation_to_report_errors_behind_an_article() -> None:
    line = "<p>Нашли ошибку? Выделите её и нажмите Ctrl + Enter</p>"
    assert len(beside(ARTICLE + line)) == 1
    assert beside(ARTICLE.replace("</article>", f"{line}<p>{LINE * 3}</p></article>")) == []
    assert beside(f"<p>To send the message press Ctrl+Enter.</p><p>{LINE}</p>") == []


def test_a_count_of_comments_above_an_article_heads_no_thread() -> None:
    byline = "<div>By Ann on May 7, 2014 at 12:06</div>"
    box = f"<div>8 comments</div><h1>The weir is mended</h1>{byline}<p>{LINE}</p>"
    assert beside(f"<ul><li><a href=/>Home</a></ul><div class=box>{box}</div>", threads=True) == []
    thread = f"<div>8 comments</div>{byline}<p>What a waste.</p>"
    assert len(beside(f"{ARTICLE}<div class=box>{thread}</div>", threads=True)) == 3
