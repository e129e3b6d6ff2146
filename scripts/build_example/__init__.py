"""Builds examples/anhua: a made-up county with real, small documents and a known set of faults."""
