"""Fits match models on a snapshot, judges them walk-forward, promotes or refuses, and says why."""
