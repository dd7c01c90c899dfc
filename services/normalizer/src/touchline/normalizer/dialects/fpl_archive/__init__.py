"""The dialect of the Fantasy Premier League archive: CSVs of gameweeks, players, clubs and fixtures by season."""
