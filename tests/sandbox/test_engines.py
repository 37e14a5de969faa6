"""Engines elsewhere and runtimes with a kernel of their own: the same judgement, and the layers said as they are."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from second_engine import need
from trying import observe

from grader.cli import main
from grader.errors import WallError
from grader.model import Status
from grader.sandbox.containers import OWNER_LABEL
from grader.sandbox.docker import DockerWall
from grader.sandbox.image.archive import Archive
from grader.sandbox.image.contents import PROGRAM_LABEL
from grader.sandbox.limits import MIB, Limits

ROOT = Path(__file__).resolve().parents[2]
LIMITS = Limits(wall_seconds=20, memory_bytes=512 * MIB)
HONEST = "import numpy as np\ndef answer(x): return np.square(x)\n"
RIGHT = """
import numpy as np
def svm_loss_vectorized(W, X, y, reg):
    n = len(y)
    scores = X @ W
    margins = np.maximum(0, scores - scores[np.arange(n), y][:, None] + 1)
    margins[np.arange(n), y] = 0
    mask = (margins > 0) * 1.0
    mask[np.arange(n), y] = -mask.sum(axis=1)
    return margins.sum() / n + reg * np.sum(W * W), X.T @ mask / n + 2 * reg * W
"""
CLASS = {
    "ada.py": RIGHT,
    "ben.py": RIGHT.replace("/ n + reg", "+ reg"),
    "cleo.py": "import os\ndef svm_loss_vectorized(W, X, y, reg):\n    os.write(3, b'x' * 1000)\n    os._exit(0)\n",
    "dan.py": "def svm_loss_vectorized(W, X, y, reg):\n    import ctypes; ctypes.string_at(0)\n",
    "eve.py": "def svm_loss_vectorized(W, X, y, reg:\n",
}


@pytest.fixture(scope="module")
def entries(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class")
    for name, text in CLASS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def graded(entries, out, host, *options):
    """Every report of the class, by student; the run block apart."""
    command = [sys.executable, "-m", "grader", "grade", str(entries), "-a", "linear_classifiers", "-o", str(out)]
    environment = {**os.environ, "DOCKER_HOST": host, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([*command, *options], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    reports = {place.parent.name: json.loads(place.read_text()) for place in out.glob("*/report.json")}
    runs = [report.pop("run") for report in reports.values()]
    return {student: json.dumps(report) for student, report in reports.items()}, runs[0]


@pytest.fixture(scope="module")
def judgement(entries, second_engine, tmp_path_factory):
    """By the same engine as a local one, through a mounted socket."""
    reports, run = graded(entries, tmp_path_factory.mktemp("near"), second_engine.unix, "--wall", "docker")
    assert "container: reached by a socket" in run["layers"]
    assert sorted(reports) == [name.removesuffix(".py") for name in CLASS]
    return reports


def containers_of(second_engine):
    with second_engine.client() as client:
        return client.containers.list(all=True, filters={"label": OWNER_LABEL}, ignore_removed=True)


@pytest.mark.engine
def test_an_engine_reached_over_the_network_gives_the_same_judgement(entries, second_engine, judgement, tmp_path):
    """Byte for byte, with every layer, over standard streams because no socket reaches so far."""
    reports, run = graded(entries, tmp_path / "far", second_engine.tcp, "--wall", "docker")
    assert reports == judgement
    assert "container: reached by its standard streams" in run["layers"]
    assert {"seccomp", "own uid", "container: no capabilities", "container: memory limit"} <= set(run["layers"])
    assert not containers_of(second_engine)


@pytest.mark.engine
def test_a_killed_grader_leaves_nothing_on_a_far_engine(second_engine, monkeypatch):
    """The end of the stream is the end of the container."""
    program = """
import sys
from grader.sandbox.docker import DockerWall
wall = DockerWall(size=1)
print(*[container.name for container in wall._idle], flush=True)
sys.stdin.read()
"""
    environment = {**os.environ, "DOCKER_HOST": second_engine.tcp, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment) as grader:
        name = grader.stdout.readline().strip()
        grader.kill()
    for container in containers_of(second_engine):
        container.wait(timeout=60, condition="removed")
    assert name
    assert not containers_of(second_engine)


@pytest.mark.engine
def test_a_far_container_that_dies_costs_nothing(second_engine, image, monkeypatch):
    """Killed between two submissions, or in the middle of one: a fresh one is taken."""
    monkeypatch.setenv("DOCKER_HOST", second_engine.tcp)
    with DockerWall(size=1, limits=LIMITS) as wall:
        for container in containers_of(second_engine):
            container.kill()
        assert observe(wall, HONEST, 3.0, limits=LIMITS).arrays["y"] == 9


@pytest.fixture
def runsc(second_engine, monkeypatch):
    if not shutil.which("runsc"):
        need("needs gVisor's runsc: `apt-get install runsc`")
    monkeypatch.setenv("DOCKER_HOST", second_engine.tcp)
    return second_engine


@pytest.mark.engine
def test_a_kernel_without_landlock_is_refused_where_containers_are_shared(runsc):
    """In one sentence that says what would make up for it."""
    with pytest.raises(WallError, match=r"no Landlock.*`--isolation container`") as caught:
        DockerWall(size=1, limits=LIMITS, runtime="runsc")
    assert "\n" not in str(caught.value)
    assert not containers_of(runsc)


@pytest.mark.engine
def test_a_kernel_without_landlock_serves_where_each_submission_has_a_container(entries, runsc, judgement, tmp_path):
    """The same judgement; the report says which layers do not hold."""
    options = ("--wall", "docker", "--runtime", "runsc", "--isolation", "container")
    reports, run = graded(entries, tmp_path / "out", runsc.unix, *options)
    assert reports == judgement
    assert {"container: runtime runsc", "container: a fresh one each time", "own uid", "seccomp"} <= set(run["layers"])
    assert {"landlock", "container: memory limit", "container: process limit"} <= set(run["missing_layers"])
    assert "container: reached by its standard streams" in run["layers"]


@pytest.mark.engine
@pytest.mark.parametrize(
    ("source", "status"),
    [
        ("import numpy as np\ndef answer(x): return np.ones(1 << 29) + 1\n", Status.MEMORY),
        ("import os\ndef answer(x): os.kill(os.getppid(), 9)\n", Status.RAISED),
        ("import os\ndef answer(x): os.fork()\n", Status.RAISED),
        ("import socket\ndef answer(x): socket.socket()\n", Status.RAISED),
        ("def answer(x): open('/opt/program/forged', 'w')\n", Status.RAISED),
        ("import os\ndef answer(x): os.open('/proc/1/fd/0', os.O_RDONLY)\n", Status.RAISED),
        ("import os\ndef answer(x): os.open('/proc/1/mem', os.O_RDWR)\n", Status.RAISED),
    ],
    ids=["hog", "kill", "fork", "socket", "write", "relay's input", "relay's memory"],
)
def test_without_landlock_a_submission_still_reaches_nobody(runsc_wall, source, status):
    """Its own user and seccomp stand between it and the supervisor and relay beside it."""
    assert observe(runsc_wall, source, limits=LIMITS).status is status


@pytest.fixture(scope="module")
def runsc_wall(second_engine, image):
    if not shutil.which("runsc"):
        need("needs gVisor's runsc: `apt-get install runsc`")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOCKER_HOST", second_engine.tcp)
        with DockerWall(size=1, limits=LIMITS, runtime="runsc", isolation="container") as wall:
            yield wall


@pytest.mark.engine
def test_nobody_at_the_far_end_is_said_in_one_sentence(monkeypatch):
    monkeypatch.setenv("DOCKER_HOST", "tcp://127.0.0.1:1")
    with pytest.raises(WallError, match="no container engine answers") as caught:
        DockerWall(size=1)
    assert "\n" not in str(caught.value)


@pytest.mark.engine
def test_pruning_removes_what_other_versions_built_and_nothing_else(second_engine, image, monkeypatch, capsys):
    """Images in use, this version's, and everybody else's stay; what went is said."""
    monkeypatch.setenv("DOCKER_HOST", second_engine.tcp)
    with second_engine.client() as client:
        for name in ("grader-sandbox:old", "grader-sandbox:used", "grader-sandbox-base:old", "theirs:old"):
            stream = io.BytesIO()
            with Archive(stream) as archive:
                archive.text("name", name.encode())
            label = [f"LABEL {PROGRAM_LABEL}=another"]
            told = json.loads(client.api.import_image_from_stream(iter([stream.getvalue()]), changes=label))
            client.images.get(told["status"]).tag(*name.split(":"))
        container = client.containers.create("grader-sandbox:used", command=["x"])
        try:
            assert main(["image", "prune"]) == 0
            said = capsys.readouterr().out
            left = {tag for image in client.images.list() for tag in image.tags}
        finally:
            container.remove()
            for name in ("grader-sandbox:used", "theirs:old"):
                client.images.remove(name)
    assert {image, "grader-sandbox:used", "theirs:old"} <= left
    assert not {"grader-sandbox:old", "grader-sandbox-base:old"} & left
    assert "removed grader-sandbox:old" in said
    assert "removed grader-sandbox-base:old" in said
    assert image not in said
