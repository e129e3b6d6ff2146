"""Supervision: who owes what since when, and the papers that ask for it."""
