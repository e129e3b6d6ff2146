"""The draft of a unit's own report."""
