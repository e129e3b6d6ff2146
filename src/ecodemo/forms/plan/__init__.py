"""The plan of a county as a workbook, so that nobody needs to type YAML."""
