"""Setting up: the starter of a workspace, and what editors know of its files."""
