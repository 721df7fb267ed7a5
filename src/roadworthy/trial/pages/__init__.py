"""Pages that live in a folder of their own, served beside the server they ask."""
