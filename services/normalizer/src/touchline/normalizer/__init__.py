"""Turns each provider's dialect into records, resolves names to ids, and parks the rows it cannot read."""
