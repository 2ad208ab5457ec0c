"""HTML: a page to its main text, as edits of the page, so that undo gives the page back and positions lead into it.

    dom/         source -> elements and blocks, each with its offsets; CSS selectors; whether a text is a page at all
    rendering/   blocks -> text or Markdown, as edits; texts of other extractors aligned with the source
    selection/   which blocks are main content: what can be seen of a block, the weights, the judgement
    containers   what is never text: consent, share buttons, hidden elements, ... (`rules/html/containers`)
    extractors/  other extractors, when they are asked, and the extractor `fast`
    extract      all of it in order

Start at :func:`cleaner.html.extract.extract`. Nothing is imported here: a text that is no page needs `dom/sniff.py` alone.
"""
