"""What the encoding filters read: letter pairs, accents, Cyrillic words, the prefilter of mojibake."""
