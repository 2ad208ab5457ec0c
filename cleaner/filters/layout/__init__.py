"""The family `layout`: one file = one filter."""
