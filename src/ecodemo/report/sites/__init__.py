"""Places that assessors visit: the table of them, and the route."""
