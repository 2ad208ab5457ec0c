"""What the English filters share: word classes, triggers, error candidates, spaces between words, sentence rescoring."""
