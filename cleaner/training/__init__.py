"""Scripts that make shipped data from permitted sources; not needed to run the cleaner.

lexicon    the known English words
corpus     the permitted sentences, and which of them are kept for setting thresholds
ngrams     the n-gram model
spelling   the tables of slips
"""
