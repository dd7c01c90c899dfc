"""William Hill's price feed."""
