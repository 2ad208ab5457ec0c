"""Language models that filters look things up in: pure Python over memory-mapped files, opened when first asked.

    tokens     text -> the tokens that the models count
    ngrams     how likely a word is after, and before, others
    trees      boosted trees over numbers of blocks and lines
    wordlists  lists of words and packed tables in files; the lexicon
    languages  vocabularies of other languages

The files are built by `python -m training.sentences.ngrams`; docs/models.md says from what.
"""
