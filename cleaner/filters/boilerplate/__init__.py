"""The family `boilerplate`: lines that a web page prints around a text. One file = one filter, and two helpers.

phrases     catalogue: lines that web software is known to print, in many languages   (safe)
site        corpus: lines that repeat over the pages of one site, from a mined pack    (safe)
structure   one document: runs of link-like lines around the text                      (unsafe)

phrasebook  finds the lines that are phrases, in one scan
removal     turns found lines into edits that keep the paragraphs apart
"""
