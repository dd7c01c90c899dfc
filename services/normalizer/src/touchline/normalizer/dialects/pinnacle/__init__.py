"""Pinnacle's line feed."""
