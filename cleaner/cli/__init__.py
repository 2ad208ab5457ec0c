"""The command: translates options, decides nothing."""
