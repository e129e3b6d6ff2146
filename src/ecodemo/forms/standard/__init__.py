"""A list of indicators as a workbook, so that a list of a province needs no YAML."""
