"""Make the starters anew: starter.py and starter.ipynb, generated from the reference of an assignment."""

from __future__ import annotations

import argparse

from grader import starter
from grader.commands import options as shared


def arguments(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("assignment", metavar="A", help="which assignment")
    shared.add_course(parser)


def run(options: argparse.Namespace) -> int:
    """Writes both and says where."""
    for path in starter.write(shared.assignment_of(options)):
        print(path)
    return 0
