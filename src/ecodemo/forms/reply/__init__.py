"""What goes back to a unit: its workbook with everything marked, and a text to paste."""
