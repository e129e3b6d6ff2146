"""The report of a phase (自查报告)."""
