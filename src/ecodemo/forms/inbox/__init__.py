"""The inbox: what came, as it came."""
