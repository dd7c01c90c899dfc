"""Seals predictions of coming matches, and serves them."""
