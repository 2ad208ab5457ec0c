"""Settings of all tests: a shared machine is no stopwatch, so generated examples have no deadline; signals end what they should.

Under nohup SIGHUP is ignored, and in the background of a script SIGINT; a command that inherits this goes on, as it should. The
tests of signals want them delivered.
"""

import signal

from hypothesis import settings

settings.register_profile("cleaner", deadline=None)
settings.load_profile("cleaner")

if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) == signal.SIG_IGN:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
