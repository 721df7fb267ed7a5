"""The rooms of one dimension."""
