"""The feature-store: keeps facts and folds them into features in event time."""
