"""Two published lists compared line by line."""
