"""Runs as DVC knows them: stages on files, a lock beside each bundle, and the same model made again elsewhere."""
