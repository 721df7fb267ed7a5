"""What makes parts of the project from other parts: the generated pages of docs/."""
