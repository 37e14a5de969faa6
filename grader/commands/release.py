"""Make the student kit: handout, starters, probes and visible cases; no solution, no hidden case."""

from __future__ import annotations

import argparse
from pathlib import Path

from grader import kit
from grader.commands import options as shared


def arguments(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("assignment", metavar="A", help="which assignment")
    parser.add_argument("folder", type=Path, metavar="DIR", help="a new folder for the kit")
    shared.add_course(parser)


def run(options: argparse.Namespace) -> int:
    """Writes the kit and says what is in it."""
    written = kit.release(shared.assignment_of(options), options.folder)
    print(f"{options.folder}: {', '.join(path.name for path in written)}")
    print("Hand out the whole folder; in it students run: grader check their_file.py")
    return 0
