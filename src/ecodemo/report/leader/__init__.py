"""The leader's page: the state of the bid, what blocks it and what is asked of leaders, on one sheet and in 300 characters."""
