"""Checking a workspace: the wiring, the engine that runs the rules, and which findings are new."""
