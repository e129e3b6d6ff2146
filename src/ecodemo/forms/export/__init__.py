"""What goes out: each unit's workbooks, folders and draft, packed."""
