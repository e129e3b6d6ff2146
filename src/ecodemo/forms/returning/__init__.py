"""What goes back to the units, and who has returned theirs."""
