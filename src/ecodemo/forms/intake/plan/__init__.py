"""The plan workbook back into the data."""
