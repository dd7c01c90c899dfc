"""Recorded documents read without a platform: from a folder on disk to files of messages."""
