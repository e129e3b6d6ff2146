"""The leader's page: where the bid stands, what blocks it and what is asked of leaders, on one sheet and in 300 characters."""
