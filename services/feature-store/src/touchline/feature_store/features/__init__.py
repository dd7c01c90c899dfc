"""Pure: facts in, the state of a pool and feature vectors out. No clock, no I/O; times come from the facts."""
