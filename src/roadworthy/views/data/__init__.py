"""How the app reads and writes its tables: what a query leans on, what a row means, how the schema changes."""
