"""Packs and workbooks, out to the units and back in; their words and sheets are tables."""
