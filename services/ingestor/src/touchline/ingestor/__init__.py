"""Fetches providers politely, lands the bytes, announces them."""
