"""Tests of the pure room; a package, so that they share their made-up seasons."""
