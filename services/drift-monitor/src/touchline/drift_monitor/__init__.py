"""Settles predictions, watches inputs and quality, and asks for a retraining when the world has shifted."""
