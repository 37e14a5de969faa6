"""Fixtures of the walls' tests."""

from engine import engine, image

__all__ = ["engine", "image"]
