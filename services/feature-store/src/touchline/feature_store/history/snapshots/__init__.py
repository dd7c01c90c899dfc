"""Snapshots: all of history in Parquet, from which a subscriber or a training run starts."""
