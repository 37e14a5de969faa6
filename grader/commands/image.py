"""Build the container image of the docker wall, or remove those that other versions of the grader built.

With a registry the base is python:X-slim; with --offline it is made from the interpreter that runs this.
"""

from __future__ import annotations

import argparse

from grader.commands import options as shared
from grader.sandbox.image.build import build
from grader.sandbox.image.prune import prune


def arguments(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("action", choices=("build", "prune"), help="what to do")
    parser.add_argument("--base", metavar="IMAGE", help="the image to build on")
    parser.add_argument("--offline", action="store_true", help="make the base from the running interpreter")
    shared.add_course(parser)


def run(options: argparse.Namespace) -> int:
    """Builds and says the tag, or says what was removed."""
    if options.action == "prune":
        print("\n".join(prune()) or "there is no image of another version")
        return 0
    course = options.course
    tag = build(base=options.base, offline=options.offline, course=course, progress=print)
    print(tag)
    return 0
