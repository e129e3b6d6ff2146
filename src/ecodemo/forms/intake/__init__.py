"""What comes in: parcels worked out as a whole first, then written."""
