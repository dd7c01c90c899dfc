"""Pure: what drifted, by how much, how sure. Matches in, a verdict out."""
