"""The peer alone: it lives in an environment of its own and imports nothing of ours."""
