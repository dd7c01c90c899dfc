"""Faults on the real stack: workers killed and paused, broker and database taken away; nothing is lost or doubled."""
