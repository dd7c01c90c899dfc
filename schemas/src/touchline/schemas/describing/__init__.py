"""The topics described for those who read them in their own language: pages, and AsyncAPI."""
