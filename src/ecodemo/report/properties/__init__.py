"""The check of authenticity, integrity, usability and safety (四性检测)."""
