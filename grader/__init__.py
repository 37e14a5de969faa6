"""Grades hand-written neural networks: sandboxed, compared with references by numbers, explained by mistakes."""

__version__ = "0.1.0"
