"""FBref's schedule pages."""
