"""The weekly report: this week's numbers beside last week's, what changed, who is late, what is due, on one sheet."""
