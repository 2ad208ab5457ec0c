"""Which blocks of a page are its main content: features of blocks, weights, judgement."""
