"""Build the container image of the docker wall.

With a registry the base is python:X-slim; with --offline it is made from the interpreter that runs this.
"""

from __future__ import annotations

import argparse

from grader.commands import options as shared
from grader.sandbox.image.build import build


def arguments(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("action", choices=("build",), help="what to do with it")
    parser.add_argument("--base", metavar="IMAGE", help="the image to build on")
    parser.add_argument("--offline", action="store_true", help="make the base from the running interpreter")
    shared.add_course(parser)


def run(options: argparse.Namespace) -> int:
    """Builds and says the tag."""
    course = options.course
    tag = build(base=options.base, offline=options.offline, course=course, progress=print)
    print(tag)
    return 0
