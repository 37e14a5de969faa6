"""Say what is installed, which walls work here and which layers hold, and how to get the rest."""

from __future__ import annotations

import argparse
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from grader import __version__
from grader.commands import options as shared
from grader.errors import GraderError
from grader.sandbox.walls import choose

PACKAGES = ("numpy", "pydantic", "nbformat", "nbconvert", "docker", "rich")


def arguments(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    shared.add_course(parser)
    shared.add_engine(parser)


def run(options: argparse.Namespace) -> int:
    """Tries everything and says what came of it."""
    course = shared.course_of(options).root
    engine = {"isolation": options.isolation, "runtime": options.runtime}
    print(f"grader {__version__}, Python {platform.python_version()}, {platform.system()} {platform.release()}")
    print("packages: " + ", ".join(f"{name} {_version(name)}" for name in PACKAGES))
    for name in shared.WALLS:
        if name != "auto":
            print(_tried(name, course, engine if name == "docker" else {}))
    print(f"auto would take: {_automatic(course, engine)}")
    return 0


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "is missing (pip install it)"


def _tried(name: str, course: Path, engine: dict[str, Any]) -> str:
    try:
        with choose(name, course=course, **engine) as wall:
            missing = f"; not held here: {', '.join(wall.missing_layers)}" if wall.missing_layers else ""
            layers = ", ".join(wall.layers) or "time limits only, no lock: for your own code"
            return f"wall {name}: works ({layers}{missing})"
    except GraderError as error:
        return f"wall {name}: not available: {error}"


def _automatic(course: Path, engine: dict[str, Any]) -> str:
    try:
        with choose("auto", course=course, **engine) as wall:
            return wall.name
    except GraderError as error:
        return f"nothing: {error}"
