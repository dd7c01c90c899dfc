"""Back-fill: raw documents in the bucket become records on any number of machines, with the stream's own dialects."""
