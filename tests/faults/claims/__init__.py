"""Retraining requests from Kafka to one training each, while those who carry them are killed."""
