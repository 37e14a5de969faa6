"""Fixtures of the walls' tests."""

from engine import engine, image
from second_engine import second_engine
from trying import any_wall, bubblewrap, kernel, locked

__all__ = ["any_wall", "bubblewrap", "engine", "image", "kernel", "locked", "second_engine"]
