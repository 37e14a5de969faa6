"""What is compared: ways to run one submission of the smallest course, each as a context with one verb.

`ours` are whole gradings (survey, run, judgement, report) by this grader. All others, `ours_run_alone` among them, only
run the function once and take its answer.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import course

from grader.bench import Bench, runs_for
from grader.errors import WallError
from grader.grade import Grading, grade
from grader.model import BASE, SourceFile, Status, Submission
from grader.sandbox.engine import connect
from grader.sandbox.image.contents import contents
from grader.sandbox.limits import Limits
from grader.sandbox.session import Job
from grader.sandbox.walls import choose

Once = Callable[[], None]
"""One submission from beginning to end; may be called from several threads."""
_serial = itertools.count()

_BARE = f"""{course.SOLUTION}
rng = np.random.default_rng(0)
W, X, y = rng.normal(size=(64, 64)), rng.normal(size=(64, 64)), rng.integers(64, size=64)
loss, dW = softmax_loss(W, X, y)
assert np.isfinite(loss) and dW.shape == W.shape
"""


class NotHereError(Exception):
    """A design that cannot be run on this machine: one sentence says what it needs."""


@contextmanager
def ours(bench: Bench, wall: str, isolation: str = "submission") -> Iterator[Once]:
    """Whole gradings behind one of our walls."""
    try:
        raised = choose(wall, isolation=isolation)
    except WallError as error:
        raise NotHereError(str(error)) from error
    with raised:
        grading = Grading(bench, raised)

        def once() -> None:
            number = next(_serial)
            text = f"{course.SOLUTION}\n# {number}\n"
            report = grade(grading, Submission(f"s{number}", (SourceFile("hand_in.py", (text,), notebook=False),)))
            if report.earned != report.out_of:
                raise AssertionError(f"the reference lost points behind {wall}: {report}")

        yield once


@contextmanager
def ours_run_alone(bench: Bench, wall: str) -> Iterator[Once]:
    """What the others below do, behind one of our walls: a worker of its own, the function called once, its answer."""
    (exercise,) = bench.exercises
    run = runs_for(exercise, bench.cases[exercise.name][0])[BASE]
    try:
        raised = choose(wall)
    except WallError as error:
        raise NotHereError(str(error)) from error
    with raised:

        def once() -> None:
            job = Job((SourceFile("hand_in.py", (course.SOLUTION,), notebook=False),), bench.probes)
            with raised.open(job, Limits()) as session:
                (seen,) = session.run(dict.fromkeys(exercise.uses, "hand_in.py"), exercise.name, [run])
            if seen.status is not Status.OK:
                raise AssertionError(f"the reference did not run behind {wall}: {seen}")

        yield once


@contextmanager
def fresh_process() -> Iterator[Once]:
    """A new interpreter that imports numpy and calls the function: no isolation, and nothing faster starts anew."""

    def once() -> None:
        subprocess.run([sys.executable, "-I", "-c", _BARE], capture_output=True, check=True)  # noqa: S603

    yield once


@contextmanager
def container_each() -> Iterator[Once]:
    """`docker run` for each submission, hardened like ours, numpy in the image."""
    try:
        client = connect()
    except WallError as error:
        raise NotHereError(str(error)) from error
    image = contents(None).tag

    def once() -> None:
        client.containers.run(  # raises for any other exit code than 0
            image,
            entrypoint=["python3", "-s", "-P", "-B"],
            command=["-c", "import sys; sys.path.insert(0, '/opt/site-packages')\n" + _BARE],
            remove=True,
            network_mode="none",
            read_only=True,
            cap_drop=["ALL"],
            security_opt=["no-new-privileges:true"],
            pids_limit=64,
            mem_limit="512m",
        )

    with contextlib.closing(client):
        yield once


@contextmanager
def otter() -> Iterator[Once]:
    """otter-grader: a notebook with the function, one question whose two tests compare loss and gradient."""
    python = _python_of("otter", "otter-grader")
    with tempfile.TemporaryDirectory(prefix="otter-") as name:
        folder = Path(name)
        (folder / "tests").mkdir()
        (folder / "tests" / "q1.py").write_text(_otter_test(), encoding="utf-8")
        (folder / "hand_in.ipynb").write_text(json.dumps(_notebook(_cell(course.SOLUTION))), encoding="utf-8")

        def once() -> None:
            place = Path(tempfile.mkdtemp(dir=folder))
            shutil.copy(folder / "hand_in.ipynb", place)
            shutil.copytree(folder / "tests", place / "tests")
            subprocess.run([python, "-c", _OTTER], cwd=place, capture_output=True, check=True)  # noqa: S603
            shutil.rmtree(place)

        yield once


@contextmanager
def nbgrader() -> Iterator[Once]:
    """nbgrader: a notebook with the function and two cells, a point each, that test loss and gradient.

    Each submission in a copy of the course, because its database takes one writer at a time.
    """
    python = _python_of("nbgrader", "nbgrader")
    command = [python, "-m", "nbgrader"]
    with tempfile.TemporaryDirectory(prefix="nbgrader-") as name:
        course_folder = Path(name) / "course"
        tested = [_cell(text, nbgrader=_nbgrader_cell(f"test{i}", points=1)) for i, text in enumerate(_NBGRADER_TESTS)]
        answer = _cell(course.SOLUTION, nbgrader=_nbgrader_cell("answer", points=0))
        for place in ("source/hw", "submitted/student/hw"):
            (course_folder / place).mkdir(parents=True)
            notebook = json.dumps(_notebook(answer, *tested))
            (course_folder / place / "hand_in.ipynb").write_text(notebook, encoding="utf-8")
        making = [*command, "generate_assignment", "hw", "--create"]
        subprocess.run(making, cwd=course_folder, capture_output=True, check=True)  # noqa: S603

        def once() -> None:
            place = Path(tempfile.mkdtemp(dir=name)) / "course"
            shutil.copytree(course_folder, place)
            subprocess.run([*command, "autograde", "hw"], cwd=place, capture_output=True, check=True)  # noqa: S603
            graded = json.loads((place / "autograded/student/hw/hand_in.ipynb").read_text(encoding="utf-8"))
            if any(output["output_type"] == "error" for cell in graded["cells"] for output in cell["outputs"]):
                raise AssertionError("the reference failed a test of nbgrader's")
            shutil.rmtree(place.parent)

        yield once


def _python_of(command: str, package: str) -> str:
    """The interpreter that a tool is installed for: the one beside its command."""
    found = shutil.which(command)
    if found is None:
        raise NotHereError(f"{package} is not installed (its command {command} is not on PATH)")
    return str(Path(found).resolve().parent / "python")


_OTTER = """
import os
from otter.execute import grade_notebook

here = os.getcwd()
settings = dict(cwd=here, test_dir=os.path.join(here, "tests"), seed_variable="", variables={})
result = grade_notebook("hand_in.ipynb", tests_glob=["tests/q1.py"], **settings)
assert result.total == result.possible > 0, result
"""


def _otter_test() -> str:
    setup = (
        ">>> rng = np.random.default_rng(0)\n"
        ">>> W, X = rng.normal(size=(64, 64)), rng.normal(size=(64, 64))\n"
        ">>> loss, dW = softmax_loss(W, X, rng.integers(64, size=64))\n"
    )
    cases = [f"{setup}>>> bool(np.isfinite(loss))\nTrue", f"{setup}>>> dW.shape\n(64, 64)"]
    told = [{"code": case, "hidden": False, "locked": False} for case in cases]
    suite = {"cases": told, "scored": True, "setup": "", "teardown": "", "type": "doctest"}
    return f"OK_FORMAT = True\ntest = { ({'name': 'q1', 'points': 2, 'suites': [suite]})!r}\n"


_NBGRADER_TESTS = (
    """
rng = np.random.default_rng(0)
W, X = rng.normal(size=(64, 64)), rng.normal(size=(64, 64))
loss, dW = softmax_loss(W, X, rng.integers(64, size=64))
assert np.isfinite(loss)
""",
    "assert dW.shape == (64, 64)",
)


def _nbgrader_cell(name: str, points: int) -> dict[str, object]:
    """What nbgrader keeps with a cell: an answer where it is worth nothing, else a test that is locked."""
    tests = points > 0
    told = {"schema_version": 3, "grade_id": name, "grade": tests, "solution": not tests, "locked": tests}
    return {**told, "task": False, "cell_type": "code", **({"points": points} if tests else {})}


def _cell(source: str, **metadata: object) -> dict[str, object]:
    made = {"cell_type": "code", "id": f"c{next(_serial)}", "outputs": [], "execution_count": None}
    return {**made, "metadata": metadata, "source": source}


def _notebook(*cells: dict[str, object]) -> dict[str, object]:
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return {"cells": list(cells), "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}


def all_designs(bench: Bench) -> dict[str, Callable[[], contextlib.AbstractContextManager[Once]]]:
    """By the name in the table, ours first."""
    return {
        "docker": lambda: ours(bench, "docker"),
        "bubblewrap": lambda: ours(bench, "bubblewrap"),
        "kernel": lambda: ours(bench, "kernel"),
        "docker, the run alone": lambda: ours_run_alone(bench, "docker"),
        "bubblewrap, the run alone": lambda: ours_run_alone(bench, "bubblewrap"),
        "kernel, the run alone": lambda: ours_run_alone(bench, "kernel"),
        "process (no wall)": lambda: ours(bench, "process"),
        "docker, a container each": lambda: ours(bench, "docker", "container"),
        "docker run for each": container_each,
        "fresh process, numpy imported": fresh_process,
        "otter-grader": otter,
        "nbgrader": nbgrader,
    }
