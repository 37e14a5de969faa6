"""Fixtures of the walls' tests."""

from engine import engine, image
from trying import any_wall, kernel

__all__ = ["any_wall", "engine", "image", "kernel"]
