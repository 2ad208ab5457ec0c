"""Language models that filters look things up in: pure Python over memory-mapped files, opened when first asked.

    tokens     text -> the tokens that the models count
    ngrams     how likely a word is after, and before, others
    packed     the file format: hashed tables of small numbers
    trees      boosted trees over numbers of blocks and lines

The files are built by `python -m training.ngrams`; docs/models.md says from what.
"""
