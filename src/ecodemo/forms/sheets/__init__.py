"""What each sheet of a workbook holds, row by row, before it is written."""
