"""The dialect of Understat: the matches of a league's season with their expected goals."""
