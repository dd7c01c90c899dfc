"""One module a source: its documents as they would have stood on the sandbox's date."""
