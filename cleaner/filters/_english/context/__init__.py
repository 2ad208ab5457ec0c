"""Where a word stands: is the place English, which variety of it, of which time, and is the word only spoken of."""
