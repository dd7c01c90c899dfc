"""The dialect of openfootball: one JSON document a league and season."""
