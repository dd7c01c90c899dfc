"""Pure: what is said of players, folded into what they do lately, how often they score, and whom a team misses."""
