"""What stands before the routes: tags of answers, and the two questions that are asked most, answered at once."""
