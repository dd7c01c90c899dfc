"""The Open Inference Protocol, version 2: the served model and its members, asked with features of the asker's own."""
