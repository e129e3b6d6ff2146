"""Many counties on one page: from the tables of results to Markdown, a workbook and a page."""
