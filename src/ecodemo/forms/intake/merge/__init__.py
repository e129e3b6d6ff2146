"""The sheets of a returned workbook, into the data."""
