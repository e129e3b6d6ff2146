"""The status of indicators and units: the office's workbook, the board of a terminal, where a figure comes from."""
