"""Who may ask, and how much: keys, quotas, and what anonymous callers get."""
