"""Played matches with what was known before them, folded in memory from files of messages: what a back-test reads."""
