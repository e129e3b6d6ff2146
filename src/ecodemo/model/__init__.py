"""What a county, its bids, indicators and documents are: frozen types, no files, no clock, no printing."""
