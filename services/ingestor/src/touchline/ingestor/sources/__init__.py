"""Source cards: what we may ask of each provider, and how. Pure: no network, no settings, no clock."""
