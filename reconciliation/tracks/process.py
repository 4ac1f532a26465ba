"""Which version of the process new questions follow; each track and each record keeps the one in force."""

PROCESS_VERSION = "short-term 2"
LONG_TERM_VERSION = "long-term 1"
