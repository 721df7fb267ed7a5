"""The patterns, one room each."""
