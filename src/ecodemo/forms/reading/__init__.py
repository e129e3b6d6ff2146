"""What people typed and saved: archives, tables and cells, before anything is merged."""
