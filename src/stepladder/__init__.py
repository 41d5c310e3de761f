"""Stepladder: micro-credentials that can be proved, and the honest way to the next role."""

__version__ = "0.1.0"
