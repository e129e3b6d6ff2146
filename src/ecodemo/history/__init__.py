"""What a bid was on earlier days: snapshots of its state, commits, and the difference between two of them."""
