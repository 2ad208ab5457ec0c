"""Engines: streams, batches of files, Arrow and what runs on it."""
