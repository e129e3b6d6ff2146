"""Sheets that come back from assessors and from the two people of a re-check."""
