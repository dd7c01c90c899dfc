"""What a sealed prediction is, and when one is due: pure."""
