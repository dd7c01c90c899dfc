"""Players learned and judged: minutes first, then goals, assists and points given minutes. Pure."""
