"""Words that no English sentence has, but the phrases that English borrows: "deus ex machina", "la commedia"."""

from __future__ import annotations

from cleaner.filters._english.gate import wordset

FOREIGN_WORDS = wordset(
    "la le les de del der des du das el los las lo un une una und et y il di della da dei mi su que con por para ex ad"
    " van von zu den dem est sur en ist che gli bin ibn al wi och av coram"
)
FOREIGN_REACH = 3  # tokens on either side
