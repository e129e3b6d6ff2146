"""What the tool finds around it, and what to do where it is not well."""
