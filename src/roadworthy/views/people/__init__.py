"""Whose data it is, who may do what, and what is owed to people: guards, owners, rights, erasure, consent."""
