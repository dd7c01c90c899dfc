"""Players' histories without a platform: each match of each player with his vector as it was known at the deadline."""
