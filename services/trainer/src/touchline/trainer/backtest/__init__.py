"""The back-test: from a table of played matches to scores, predictions, tables and a page."""
