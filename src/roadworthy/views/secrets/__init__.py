"""What must not lie in the repository, in logs or in answers."""
