"""Everything derived, made again beside the live tables from messages in files, compared, and put in their place."""
