"""The columns of the reports' tables, whichever format they are written in."""
