"""Short words and parts of words: what two words joined, or one that a space or a ligature parts, are told by."""

from __future__ import annotations

from cleaner.filters._english.context.gate import wordset

LANGUAGES = ("en", "de", "fr", "es", "it", "pt")  # that have a list of misspellings
CONJUNCTIONS = "because although whether between against during until"
HEADS = wordset(f"the and of with that was were from which have been this these those their would could should {CONJUNCTIONS}")
TAILS = wordset(f"the and of with that was were from which have been this these those their would into {CONJUNCTIONS}")
# Beginnings and ends of words that a space parts from the rest: "im portant", "beauti ful", "govern ment".
BEGINNINGS = wordset(
    "im in un re de dis con com pro pre al be to ex ad sub per mis inter over under en sur trans em ac ap at won beau fav cof"
    " dan ter diff res fam chil hos vil wea fri"
)
ENDS = wordset(
    "ing ful ble ment ments tion tions sion ness ity ence ance ant ent ous ive al ally ly ed er ers ther ted ting ter ture lem"
    " lems rous cher dren ren mation ial ical ure sure day days age able ible ution ish ist nal cial tial"
)
# Pieces that are words of one letter or two by rights; anything else so short is an abbreviation.
SHORT_WORDS = wordset("a i an as at be by do go he if in is it me my no of on or so to up us we am")
LIGATURES = ("ff", "fi", "fl", "ffi", "ffl")
OTHER_LIGATURES = ("tt", "ti", "tti", "ft", "fft", "tf")  # of Calibri and other fonts; without a character in Unicode
