"""Make a new assignment with one small worked exercise, to be changed into your own; a new course, if there is none."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path

from grader.catalog import find_course
from grader.scaffold import make_assignment


def arguments(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("name", metavar="NAME", help="letters, digits and underscores: the name of folders and files")
    parser.add_argument(
        "--course",
        type=Path,
        metavar="DIR",
        help="folder of the course, made if it is missing (default: the course around here, else a new one here)",
    )


def run(options: argparse.Namespace) -> int:
    """Makes it, and says what stands where and what to do next."""
    root = options.course or _around_here()
    made = make_assignment(root, options.name)
    print(f"new assignment {options.name} in {root}:")
    for path in made:
        print(f"  {path.relative_to(root)}")
    course = f" --course {shlex.quote(str(root))}" if options.course else ""
    print("It holds one exercise, mse_loss. Make it yours, and after every change:")
    print(f"  grader verify {options.name}{course}     is everything caught and named?")
    print(f"  grader starter {options.name}{course}    writes the starters anew")
    print("How each part works: docs/writing-an-assignment.md")
    return 0


def _around_here() -> Path:
    """The course that the working directory stands in, else the working directory; never the installed one."""
    root, here = find_course(None).root, Path.cwd()
    return root if here.resolve().is_relative_to(root) else here
