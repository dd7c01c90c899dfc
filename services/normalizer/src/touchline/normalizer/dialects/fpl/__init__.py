"""The dialect of Fantasy Premier League's API; the archive's dialect shares its numbers and words."""
