"""Tests of the feature-store; a package, so that they share their made-up football."""
