"""The pure room: bytes of a provider's document in, plain rows out; no clock, no settings, no network."""
