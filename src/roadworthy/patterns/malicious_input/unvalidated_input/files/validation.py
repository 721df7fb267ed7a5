"""What text from outside may look like."""

# No control characters but tab and line breaks, and none that turn the writing direction.
PLAIN_TEXT = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]*$"
