"""The bits of what filters say about a word (:func:`cleaner.filters.scan.facts_of`), as in `kernel/facts.h` and `scanner.h`."""

LISTED, PLACED, NEAR, PIECE = (1 << number for number in range(4))  # bits of the answer about a text that a word sets
# What else a word is: shifts of the number.
IN_SMALL, LEFT, RIGHT, THE, ENGLISH, GROUP, VOTES, UNJUDGED, ADVERB = 16, 32, 35, 38, 39, 40, 48, 56, 57
SUSPECT = LISTED | (PLACED | NEAR) << IN_SMALL | 1 << UNJUDGED  # of a word that may be an error
