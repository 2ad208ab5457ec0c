"""The family `typography`: one file = one filter."""
