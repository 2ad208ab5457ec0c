"""Settings of all tests: a shared machine is no stopwatch, so generated examples have no deadline."""

from hypothesis import settings

settings.register_profile("cleaner", deadline=None)
settings.load_profile("cleaner")
