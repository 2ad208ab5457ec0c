"""Words of English: the lexicon and its index, misspellings, letter errors, words that only look like errors."""
