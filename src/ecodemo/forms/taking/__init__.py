"""The sheets that came back, into the data."""
