"""What a file is by its bytes, and what stands at a place in it: a module for each family of formats."""
