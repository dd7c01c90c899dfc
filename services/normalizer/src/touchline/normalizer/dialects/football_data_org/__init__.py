"""The dialect of football-data.org's API, version 4: the matches and the teams of a competition's season."""
