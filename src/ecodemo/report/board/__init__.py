"""The board: one HTML file that leads from the conclusion down to the page of a document."""
