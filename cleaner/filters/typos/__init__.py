"""The family `typos`: one file = one filter."""
