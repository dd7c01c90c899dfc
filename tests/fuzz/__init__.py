"""Coverage-guided fuzzing of the dialects: whatever bytes a provider sends, every row is accounted for."""
