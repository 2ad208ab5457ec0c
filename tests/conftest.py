"""Settings of all tests: a shared machine is no stopwatch, so generated examples have no deadline; signals end what they should.

Under nohup SIGHUP is ignored, and a command that inherits this goes on, as it should; the tests of signals want it delivered.
"""

import signal

from hypothesis import settings

settings.register_profile("cleaner", deadline=None)
settings.load_profile("cleaner")

if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) == signal.SIG_IGN:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
