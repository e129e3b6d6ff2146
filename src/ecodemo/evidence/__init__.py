"""The files below evidence/, and what their places and names mean."""
