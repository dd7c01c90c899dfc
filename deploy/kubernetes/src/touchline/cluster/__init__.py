"""A real Kubernetes of this machine for a quarter of an hour, and the way of the chart through it."""
