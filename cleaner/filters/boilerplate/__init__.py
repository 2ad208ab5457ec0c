"""The family `boilerplate`: one file = one filter."""
