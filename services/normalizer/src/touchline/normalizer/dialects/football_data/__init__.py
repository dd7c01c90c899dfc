"""The dialect of football-data.co.uk: season files and fixtures.csv."""
