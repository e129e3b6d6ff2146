"""Writers, a module each: to Markdown, workbooks, CSV, JSON and the terminal. They compute nothing."""
