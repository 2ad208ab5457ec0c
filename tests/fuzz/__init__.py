"""Fuzzing: whatever bytes come in, only errors of ours go out, and what can be undone is undone exactly."""
