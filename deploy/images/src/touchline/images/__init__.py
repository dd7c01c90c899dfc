"""Touchline's container images: what goes into each, built, weighed and listed."""
