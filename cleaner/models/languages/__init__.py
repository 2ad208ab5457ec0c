"""Languages other than English: their words, and what a misspelled one may have been meant for."""
