"""Judging: figures, targets, rows, vetoes and bids; what is owed and what has been filed. Exact, without files or clock."""
