"""A course's own packages: what a hand-in does with them works behind each wall, and what is missing is said."""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest
from second_engine import need
from trying import need_bubblewrap, observe

from grader.errors import UsageError, WallError
from grader.model import Status
from grader.sandbox.image.build import build
from grader.sandbox.limits import MIB, Limits
from grader.sandbox.packages import Offered, offered
from grader.sandbox.walls import choose

LIMITS = Limits(wall_seconds=120, memory_bytes=1024 * MIB)
PLOTTING = """
import os, tempfile, threading
import numpy as np
import matplotlib.pyplot as plt
from mpl_toolkits.mplot3d import Axes3D
from scipy import ndimage, signal
from scipy.special import logsumexp

def answer(x):
    results = []
    thread = threading.Thread(target=lambda: results.append(logsumexp(np.full(2, x))))
    thread.start()
    thread.join()
    with tempfile.NamedTemporaryFile() as file:
        np.save(file, signal.convolve(np.ones(3), np.ones(2)))
        size = file.tell()
    plt.plot(ndimage.gaussian_filter(np.arange(9.0), 1))
    plt.title("$x^2$")
    plt.savefig("curve.png")
    plt.savefig("curve.pdf")
    return results[0], size > 0, os.path.getsize("curve.png") > 1000, os.path.getsize("curve.pdf") > 1000
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """It asks for what the courses of the world ask for."""
    for name in ("scipy", "matplotlib"):
        if importlib.util.find_spec(name) is None:
            need(f"needs {name}, which the extra [test] installs")
    folder = tmp_path_factory.mktemp("course")
    (folder / "requirements.txt").write_text("scipy>=1.11\nmatplotlib\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", ["process", "kernel", "bubblewrap", pytest.param("docker", marks=pytest.mark.engine)])
def test_curves_threads_and_temporary_files_work(course, name, request):
    """Packages that load parts of themselves late, draw, and write into the working folder."""
    if name == "docker":
        request.getfixturevalue("engine")
        build(offline=True, course=course)
    if name == "bubblewrap":
        need_bubblewrap()
    with choose(name, course=course) as wall:
        seen = observe(wall, PLOTTING, 0.0, limits=LIMITS)
        if "private tmp" in wall.missing_layers:
            assert "PermissionError" in seen.message
            return
    assert seen.status is Status.OK, seen
    np.testing.assert_allclose(seen.arrays["y"], [np.log(2), 1, 1, 1])


def test_what_no_course_asked_for_is_not_there(kernel):
    """Though it is installed beside the grader."""
    seen = observe(kernel, "import scipy\ndef answer(x): return scipy.pi\n")
    assert seen.status is not Status.OK
    assert "scipy is not installed here" in seen.message


@pytest.mark.parametrize("line", ["no-such-package", "scipy<0.1"])
def test_a_package_that_is_missing_here_is_refused_with_the_ways_to_get_it(tmp_path, line):
    """Before grading, in one line; nothing is graded without it."""
    (tmp_path / "requirements.txt").write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(WallError, match=r"is (not )?installed here: `pip install -r .*`, or use the docker wall"):
        choose("kernel", course=tmp_path)
    (tmp_path / "requirements.txt").write_text("-r other\n", encoding="utf-8")
    with pytest.raises(UsageError, match="is not a package's name"):
        choose("kernel", course=tmp_path)


def test_without_requirements_numpy_alone_is_offered(tmp_path):
    assert offered(None) == offered(tmp_path) == Offered(("numpy",), ())
