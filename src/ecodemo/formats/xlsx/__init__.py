"""Workbooks (xlsx) as they were saved: whole sheets, and the cells that figures name."""
