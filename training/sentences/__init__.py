"""Models of sentences: n-grams, sequences, gaps, errors, wordings, and the text that they are trained on."""
