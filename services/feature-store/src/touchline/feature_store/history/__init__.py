"""Features as of any moment: what was served then, or what is known of then today.

A vector is a pure function of rows, and a row says since when it was known; so the past is a join, never a computation
that has to be trusted not to look ahead.
"""
