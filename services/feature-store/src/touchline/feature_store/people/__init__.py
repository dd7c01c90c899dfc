"""What was said of players, by when it was known, and what is remembered of them and of squads because of it."""
