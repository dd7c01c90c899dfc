"""Recorded documents about players and their teams read without a platform: files in, records in files out."""
