"""What another list would cost: rows that carry over, values against the new targets, documents newly owed."""
