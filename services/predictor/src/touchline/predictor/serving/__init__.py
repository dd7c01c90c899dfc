"""The answering side: topics read into memory, a model for hypothetical meetings, REST."""
