"""Indicator progress and evidence of an eco-civilisation demonstration county."""

__version__ = "0.1.0"
