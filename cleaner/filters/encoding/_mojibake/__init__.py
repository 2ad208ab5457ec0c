"""The decoder of mojibake: bytes of a line, what was lost of them, layers, controls."""
