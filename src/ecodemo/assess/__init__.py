"""Judging: figures, targets, rows, vetoes and bids; what is owed and what lies there. Exact, without files or clock."""
