"""The model that tells the text of a page from what stands around it."""
