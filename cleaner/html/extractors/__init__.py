"""Other extractors behind one interface, and when they are asked."""
