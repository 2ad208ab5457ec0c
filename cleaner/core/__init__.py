"""What everything else stands on: edits and how they compose, the Document and its views, errors, shipped files."""
