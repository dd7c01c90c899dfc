"""What is written down of a model: figures, plots, signature and a card that a person can read. Pure."""
