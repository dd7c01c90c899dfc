"""Pages for people: rendered here, readable without a script, nothing in them from anywhere else."""
