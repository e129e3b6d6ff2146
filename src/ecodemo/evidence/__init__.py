"""What lies below evidence/: which files there are and what their places and names tell."""
