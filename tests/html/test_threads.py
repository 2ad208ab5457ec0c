"""Comments and other stories told by form and heading, in several languages; articles beside longer threads."""

from __future__ import annotations

import pytest

import cleaner

TEXTS = (
    "The council voted on Tuesday night to keep the swing bridge open to walkers, ending a dispute since the spring.",
    "Engineers told the meeting that the timber under the deck is sound, and that two of the collars are to be replaced.",
    "The repair will cost about as much as the last one, most of it from a fund that was set up after the flood of 1997.",
    "Boats will be able to pass from April, when the motor is tested, but only at the hours of high water.",
)
REMARKS = (
    "I walk over it every day, so I am glad. They should have done that years ago, instead of talking about it.",
    "And who pays when the next storm takes the other pier? My guess is that we do, and nobody will be there to answer for it.",
    "My grandfather drove the first rivets. He always said that it would outlast the town hall, and it looks as if he was right.",
)
SIGNATURES = {  # three times of a comment, and the button below it
    "en": ("2 hours ago", "1 day ago", "3 weeks ago", "Reply"),
    "de": ("vor 2 Stunden", "vor einem Tag", "vor 3 Wochen", "Antworten"),
    "fr": ("il y a 2 heures", "il y a un jour", "il y a 3 semaines", "Répondre"),
    "es": ("hace 2 horas", "hace un día", "hace 3 semanas", "Responder"),
    "pl": ("2 godziny temu", "3 dni temu", "4 tygodnie temu", "Odpowiedz"),
    "ja": ("2時間前", "3日前", "4週間前", "返信"),
    "ar": ("قبل ساعتين", "قبل يوم", "منذ 3 أسابيع", "رد"),
    "ru": ("2 часа назад", "3 дня назад", "4 недели назад", "Ответить"),
}
HEADINGS = {"en": "Comments", "de": "Kommentare", "fr": "Commentaires", "es": "Comentarios", "ar": "التعليقات"}


def text_of(body: str, comments: str = "auto") -> str:
    page = f"<html><head><title>Swing bridge</title></head><body><h1>Swing bridge</h1>{body}</body></html>"
    result = cleaner.Cleaner(select=["html"], settings={"html": {"comments": comments}}).clean(page, input_format="html")
    assert result.undo() == page
    return result.text


def article() -> str:
    return "<div class=txt>" + "".join(f"<p>{text}</p>" for text in TEXTS) + "</div>"


def thread(language: str, times: int = 1) -> str:
    *whens, answer = SIGNATURES[language]
    items = [
        f"<div class=x2><span>Ted</span><span>{when}</span><div>{remark}</div><div><a href='#'>{answer}</a></div></div>"
        for remark, when in zip(REMARKS, whens, strict=True)
    ]
    return f"<div class=x1>{''.join(items * times)}</div>"


@pytest.mark.parametrize("language", SIGNATURES)
def test_comments_without_a_heading(language: str) -> None:
    kept = text_of(article() + thread(language), "keep")
    assert all(text in kept for text in (*TEXTS, *REMARKS))
    dropped = text_of(article() + thread(language))
    assert all(text in dropped for text in TEXTS)
    assert not any(remark in dropped for remark in REMARKS)


@pytest.mark.parametrize("language", HEADINGS)
def test_comments_signed_in_their_first_line(language: str) -> None:
    *whens, _ = SIGNATURES[language]
    lines = "".join(f"<p><b>Ted</b>, {when}<br>{remark}</p>" for remark, when in zip(REMARKS, whens, strict=True))
    kept = text_of(f"{article()}<hr><h3>{HEADINGS[language]}</h3>{lines}", "mark")
    assert kept.index(TEXTS[-1]) < kept.index("[comments]") < kept.index(REMARKS[0]) < kept.index("[end of comments]")


def test_an_article_before_more_comments_than_text() -> None:
    text = text_of(article() + thread("en", 4))
    assert all(text in text_of(article() + thread("en", 4)) for text in TEXTS)
    assert not any(remark in text for remark in REMARKS)


def test_a_thread_without_an_article_is_the_text() -> None:
    text = text_of(f"<p>Swing bridge, who uses it?</p>{thread('en', 4)}")
    assert all(remark in text for remark in REMARKS)


@pytest.mark.parametrize("label", ["Noticias relacionadas", "Related stories", "مواضيع ذات صلة", "Ähnliche Artikel"])
def test_a_label_and_a_link_between_paragraphs(label: str) -> None:
    line = f"<p><b>{label}:</b> <a href=/q>Ferry fares to rise</a></p>"
    body = "<div class=txt>" + line.join(f"<p>{text}</p>" for text in TEXTS) + "</div>"
    text = text_of(body)
    assert all(paragraph in text for paragraph in TEXTS)
    assert "Ferry fares" not in text


def test_a_reference_to_another_story_in_a_sentence_stays() -> None:
    line = "<p>Related: the ferry, of which we wrote in <a href=/q>Ferry fares to rise</a>, is to stop in May for good.</p>"
    assert "Ferry fares" in text_of("<div class=txt>" + line.join(f"<p>{text}</p>" for text in TEXTS) + "</div>")


@pytest.mark.parametrize(
    ("heading", "when", "answer"),
    [
        ("コメント（2件）", "2024年7月1日", "返信"),
        ("网友评论", "3小时前", "回复"),
        ("Leserbriefe", "03.05.2024, 10:12 Uhr", "Antworten"),
    ],
)
def test_headings_and_times_of_threads(heading: str, when: str, answer: str) -> None:
    items = "".join(f"<div><b>Ted</b> <i>{when}</i><p>{remark}</p><p>{answer}</p></div>" for remark in REMARKS)
    text = text_of(f"{article()}<section><h2>{heading}</h2>{items}</section>")
    assert all(line in text for line in TEXTS)
    assert not any(said in text for said in (*REMARKS, heading, answer))
