"""The commands: signatures, help, files and streams. Work is done elsewhere."""
