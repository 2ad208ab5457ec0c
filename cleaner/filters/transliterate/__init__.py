"""The family `transliterate`: one file = one filter."""
