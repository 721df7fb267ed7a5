"""What surrounds the code: documents, pipelines, backups, what watches it."""
