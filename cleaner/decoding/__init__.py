"""Bytes to text: byte order marks, declared character sets, detection of legacy encodings by likelihood of languages."""
