"""The peers, in an environment of their own: nothing of Touchline is imported here."""
