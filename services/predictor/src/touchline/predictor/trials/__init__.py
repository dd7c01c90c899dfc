"""Challengers beside the champion: scored in its shadow, or answering a share of the matches."""
