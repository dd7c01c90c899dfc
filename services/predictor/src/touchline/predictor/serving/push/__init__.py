"""Push: changed predictions told to subscribers as they happen, and resumed where they left off."""
