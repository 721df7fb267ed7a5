"""Code by kind of syntax, for facts that need no running: places, names, order."""
