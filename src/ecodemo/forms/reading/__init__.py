"""What came back, as parcels, tables and cells, before anything is understood of it."""
