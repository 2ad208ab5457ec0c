"""Vocabulary, accents, close pairs and weights of the languages other than English."""
