"""The family `boilerplate`: lines that a web page prints around a text. One file = one filter.

phrases     catalogue: lines that web software is known to print, in many languages   (safe)
site        corpus: lines that repeat over the pages of one site, from a mined pack    (safe)
structure   one document: lines judged by trees over what all of it looks like           (safe, less sure ones unsafe)
mail        quoted replies, signatures, disclaimers
books       headers and licences of book archives
paste       marks of chat assistants
subtitles   marks for the hard of hearing, credits

What they judge lines by, and how they remove them, is in `_evidence/`; what structure judges a whole page by, in `_page/`.
"""
