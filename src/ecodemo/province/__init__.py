"""Many counties judged as one: each by its lock in a process of its own, and their results as tables."""
