"""Lists of words with their facts, memory-mapped: sorted text, packed tables, Bloom filters, the lexicon and its index."""
