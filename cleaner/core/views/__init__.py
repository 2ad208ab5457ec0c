"""Views of a text that filters share: folded text, protected spans, Markdown, odd characters, the language."""
