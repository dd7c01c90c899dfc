"""Tests of what is folded of people."""
