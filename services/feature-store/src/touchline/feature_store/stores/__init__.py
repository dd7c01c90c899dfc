"""The SQL and Redis behind the handlers and the fold."""
