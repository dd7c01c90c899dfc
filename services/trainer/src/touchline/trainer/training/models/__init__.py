"""Match models: one file each, with its formula, its paper and a running example. Pure."""
