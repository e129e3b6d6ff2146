"""A page for each indicator: what it asks, its figures and how they follow, its documents."""
