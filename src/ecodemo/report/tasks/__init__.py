"""Who does what by when: the groups' duties, the table of tasks, and a sheet for each unit to sign for."""
