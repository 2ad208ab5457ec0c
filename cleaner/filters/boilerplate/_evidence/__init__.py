"""What the filters of the family `boilerplate` judge lines by: phrases, cues, neighbours, numbers, and how lines are removed."""
