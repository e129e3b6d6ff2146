"""The workbook of a list of indicators back into data/standards/."""
