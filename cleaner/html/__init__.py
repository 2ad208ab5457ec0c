"""HTML: a page to its main text, as edits of the page, so that undo gives the page back and positions lead into it.

    charset     bytes -> the encoding that a browser would use
    sniff       whether a text is a page
    tree        source -> elements and blocks, each with its offsets
    selectors   CSS selectors on that tree
    containers  what is never text: consent, share buttons, hidden elements, ... (`rules/html/containers`)
    blocks      blocks with what surrounds them; groups: class words and landmarks; declared: what the head says
    features    what can be seen of a block; model: the weights; main: which blocks to keep
    render      blocks -> text, as edits; markdown: with links and emphasis
    engines     other extractors, and when they are asked; align: their text -> edits; quick: the engine `fast`
    meta        title, date, author, language, address

Start at :func:`extract`.
"""

from cleaner.html.extract import Settings, extract

__all__ = ["Settings", "extract"]
