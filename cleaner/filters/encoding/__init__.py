"""The family `encoding`: one file = one filter."""
