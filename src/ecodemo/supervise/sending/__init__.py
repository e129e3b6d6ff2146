"""Sending the messages of supervision, each at most once."""
