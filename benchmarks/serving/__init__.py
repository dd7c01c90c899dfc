"""How fast predictions are served and pushed."""
