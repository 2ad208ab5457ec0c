"""The family `characters`: one file = one filter."""
