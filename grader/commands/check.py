"""Check your own work: run the visible cases on a file, folder, notebook or zip of yours and explain what fails.

Needs the student kit that your instructor released (found around FILE, or given with --kit). Without one, the kit of
the bundled course is used. Your code runs on your machine as you would run it yourself, with time limits and no lock.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from grader.bench import Bench
from grader.commands import options as shared
from grader.errors import UsageError
from grader.grade import Grading, grade
from grader.intake import read_submission
from grader.kit import find_kit, read_kit, release
from grader.model import Report
from grader.report import github, html, json, text
from grader.sandbox.scratch import scratch
from grader.sandbox.walls import choose


def arguments(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("file", type=Path, metavar="FILE", help="your .py file, notebook, folder or zip")
    parser.add_argument("--kit", type=Path, metavar="DIR", help="the student kit (default: the one around FILE)")
    shared.add_assignment(parser)
    shared.add_wall(parser, "process")
    parser.add_argument("--html", type=Path, metavar="REPORT", help="write the report as a page, too")
    parser.add_argument("--json", action="store_true", help="the report as JSON on stdout")
    parser.add_argument(
        "--github", action="store_true", help="in GitHub Actions: annotations, a summary, and the result"
    )


def run(options: argparse.Namespace) -> int:
    """Checks and explains; a low grade is no failure."""
    if not options.file.exists():
        raise UsageError(f"{options.file} does not exist; give the file, folder, notebook or zip to check")
    bench = _bench(options)
    submission = read_submission(options.file, options.file.stem)
    with choose(options.wall, trusted=True, course=_course(options)) as wall:
        report = grade(Grading(bench, wall), submission)
    if options.html:
        options.html.write_text(html.write(report, submission), encoding="utf-8")
    if options.github:
        _tell_github(report)
    elif options.json:
        print(json.write(report), end="")
    else:
        text.explain(report)
        print("These are the visible cases; hidden ones with other numbers count, too.")
    return 0


def _tell_github(report: Report) -> None:
    """Annotations on stdout; the summary and the output `result` in the files that GitHub names for them."""
    for line in github.annotated(report):
        print(line)
    written = {"GITHUB_STEP_SUMMARY": github.summary(report), "GITHUB_OUTPUT": f"result={github.result(report)}\n"}
    for variable, said in written.items():
        place = os.environ.get(variable)
        if place:
            with Path(place).open("a", encoding="utf-8") as file:
                file.write(said)


def _course(options: argparse.Namespace) -> Path:
    """Where a requirements.txt lies: the kit, or the course it would be made from."""
    return find_kit(options.kit, options.file.parent) or shared.course_of(options).root


def _bench(options: argparse.Namespace) -> Bench:
    kit = find_kit(options.kit, options.file.parent)
    if kit is not None:
        return read_kit(kit)
    with scratch("kit") as folder:
        release(shared.assignment_of(options), folder)
        return read_kit(folder)
