"""The papers of a report as parts: the prose from blocks of text, the tables and numbers from the report."""
