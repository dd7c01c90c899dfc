"""The dialect of the archive of expected goals and many markets: one table a season."""
