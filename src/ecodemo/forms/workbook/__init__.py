"""What the workbooks hold, row by row, and how they are written."""
