"""Many counties judged as one: each by its lock in a process of its own, and what they came to as tables."""
