"""What a run writes: where it may, how a file gets there whole, folders and links of a mirrored tree."""
