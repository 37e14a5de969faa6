"""Grade on Gradescope: `zip` makes an autograder of an assignment, `run` is what it does there.

The zip holds the grader and the assignment with its solutions and its secret: keep it as you keep those.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from grader.autograder import bundle, once
from grader.commands import options as shared
from grader.report.gradescope import VISIBILITIES

WALLS = ("auto", "bubblewrap", "kernel")
"""What can stand in Gradescope's containers."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True, dest="action")
    zipped = actions.add_parser("zip", help="make autograder.zip", description="Makes autograder.zip.")
    zipped.add_argument("assignment", metavar="A", help="which assignment")
    shared.add_course(zipped)
    zipped.add_argument("-o", "--output", type=Path, default=Path("autograder.zip"), metavar="FILE", help="the zip")
    zipped.add_argument("--wall", choices=WALLS, default="auto", help="what stands around students' code (auto)")
    zipped.add_argument(
        "--hidden",
        choices=VISIBILITIES,
        default="after_due_date",
        help="when students see tests on hidden cases, and with them the total (after_due_date)",
    )
    graded = actions.add_parser("run", help="grade one submission there", description="Grades one submission there.")
    graded.add_argument("--root", type=Path, default=Path("/autograder"), metavar="DIR", help="/autograder")


def run(options: argparse.Namespace) -> int:
    """Makes the zip, or grades."""
    if options.action == "run":
        once.run(options.root)
        return 0
    made = shared.assignment_of(options)
    files = bundle.build(made, options.output, hidden=options.hidden, wall=options.wall)
    size = options.output.stat().st_size
    print(f"{options.output}: {len(files)} files, {size // 1000} kB, with the solutions and the secret of {made.name}")
    print("Upload it in Gradescope: Configure Autograder → Zip file upload. It takes a few minutes to build there.")
    return 0
