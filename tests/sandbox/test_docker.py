"""The docker wall: what it holds, what it survives, and that it leaves nothing behind."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from grader.errors import WallError
from grader.model import Run, SourceFile, Status
from grader.sandbox import docker as wall_module
from grader.sandbox.containers import OWNER_LABEL, Containers
from grader.sandbox.docker import DockerWall, available
from grader.sandbox.limits import MIB, Limits
from grader.sandbox.owner import Owner
from grader.sandbox.session import Job

PROBES = """
def work(student, x):
    return {"y": student.work(x)}
"""
LIMITS = Limits(wall_seconds=20, memory_bytes=512 * MIB)
USES = {"work": "hw.py"}
HONEST = "import numpy as np\ndef work(x):\n    return np.square(x)\n"
RUN = Run("base", {"x": np.arange(4.0)})


def job(source):
    return Job((SourceFile("hw.py", (source,)),), PROBES)


def run(wall, source, limits=LIMITS):
    with wall.open(job(source), limits) as session:
        return session.run(USES, "work", [RUN])[0]


def names(containers):
    return {container.name for container in containers}


def of_this_process(engine):
    """Its containers, whatever their state."""
    return engine.containers.list(all=True, filters={"label": f"{OWNER_LABEL}={Owner.this()}"}, ignore_removed=True)


@pytest.fixture(scope="module")
def shared(image):
    with DockerWall(size=2, limits=LIMITS) as wall:
        yield wall


@pytest.fixture
def ours(engine):
    """The containers of this process that this test has started."""
    before = names(of_this_process(engine))
    return lambda: [container for container in of_this_process(engine) if container.name not in before]


@pytest.fixture
def wall(image, ours):
    with DockerWall(size=1, limits=LIMITS) as wall:
        yield wall


@pytest.mark.engine
def test_an_honest_submission_is_run(shared):
    """What the function returns comes back exactly, with the CPU time it took."""
    seen = run(shared, HONEST)
    assert seen.status is Status.OK, seen.message
    np.testing.assert_array_equal(seen.arrays["y"], RUN.inputs["x"] ** 2)
    assert seen.seconds >= 0


@pytest.mark.engine
def test_many_submissions_at_once_are_kept_apart(shared):
    """More threads than containers: everyone is served, nobody sees another's answer."""

    def one(number):
        return run(shared, f"def work(x):\n    return x + {number}\n")

    with ThreadPoolExecutor(6) as pool:
        seen = list(pool.map(one, range(24)))
    assert [float(observation.arrays["y"][0]) for observation in seen] == list(range(24))


@pytest.mark.engine
@pytest.mark.parametrize(
    ("source", "status"),
    [
        ("def work(x):\n    while True: pass\n", Status.TIMEOUT),
        ("import time\ndef work(x):\n    time.sleep(1000)\n", Status.TIMEOUT),
        ("import numpy as np\ndef work(x):\n    return np.ones(1 << 29) + 1\n", Status.MEMORY),
        ("import os\ndef work(x):\n    os._exit(0)\n", Status.CRASHED),
        ("import ctypes\ndef work(x):\n    ctypes.string_at(0)\n", Status.CRASHED),
    ],
    ids=["endless", "asleep", "hog", "exit", "segfault"],
)
def test_a_run_that_ends_badly_costs_itself_only(shared, source, status):
    """The end is named, and the next submission through the same wall is graded as ever."""
    limits = Limits(wall_seconds=1, memory_bytes=512 * MIB)
    assert run(shared, source, limits).status is status
    assert run(shared, HONEST).status is Status.OK


@pytest.mark.engine
@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.socket(socket.AF_INET, socket.SOCK_STREAM)",
        "open('/opt/program/forged', 'w').write('x')",
        "open('/run/grader/forged', 'w').write('x')",
        "os.listdir('/proc/1/fd')",
        "os.kill(1, 9)",
        "os.setuid(0)",
        "os.fork()",
        "os.mount('a', 'b', 'c') if hasattr(os, 'mount') else os.chroot('/')",
    ],
)
def test_what_a_container_denies(shared, attempt):
    """Network, writing, other processes and privileges are refused; the program lives to tell."""
    body = f"    try:\n        {attempt}\n    except BaseException:\n        return 1\n    return 0\n"
    source = f"import os\ndef work(x):\n{body}"
    seen = run(shared, source)
    assert seen.status is not Status.OK or seen.arrays["y"] == 1, seen


@pytest.mark.engine
def test_temporary_files_are_private_and_go_away(wall):
    """A hand-in may write a little; the next one in the same container finds nothing of it, however it was left."""
    write = (
        "import os\ndef work(x):\n    os.makedirs('a/b')\n    open('a/b/c', 'w').write('x')\n    {more}\n    return x\n"
    )
    look = (
        "import os, tempfile\ndef work(x):\n    tempfile.TemporaryFile().write(b'x')\n    return len(os.listdir('.'))\n"
    )
    for more in ("pass", "os.mkdir('a/closed', 0)", "[os.mkdir('d') or os.chdir('d') for _ in range(900)]"):
        assert run(wall, write.format(more=more)).status is Status.OK
        seen = run(wall, look)
        assert seen.status is Status.OK, seen.message
        assert seen.arrays["y"] == 0


@pytest.mark.engine
def test_the_layers_that_hold_are_named(shared):
    """The supervisor's own and the container's."""
    assert {"container: no network", "container: read-only root", "container: memory limit"} <= set(shared.layers)
    assert {"seccomp", "no_new_privs", "own uid", "private tmp"} <= {layer.split(":")[0] for layer in shared.layers}
    assert not set(shared.layers) & set(shared.missing_layers)


@pytest.mark.engine
def test_a_container_killed_between_questions_is_replaced(wall, ours):
    """The session goes on in a fresh one, and nobody notices."""
    with wall.open(job(HONEST), LIMITS) as session:
        assert session.load(USES).status is Status.OK
        (container,) = ours()
        container.kill()
        assert session.run(USES, "work", [RUN])[0].status is Status.OK
        assert container.name not in names(ours())


@pytest.mark.engine
def test_containers_killed_again_and_again_are_our_fault(wall, ours):
    """A run that lost its container twice is `infrastructure`: ungraded, never a zero."""
    done = threading.Event()

    def kill_all():
        while not done.is_set():
            for container in ours():
                if container.status == "running":
                    try:
                        container.kill()
                    except Exception:  # noqa: BLE001 - it may be gone already
                        continue

    killer = threading.Thread(target=kill_all)
    killer.start()
    try:
        seen = run(wall, "import time\ndef work(x):\n    time.sleep(19)\n    return x\n")
    finally:
        done.set()
        killer.join()
    assert seen.status is Status.INFRASTRUCTURE
    assert run(wall, HONEST).status is Status.OK


@pytest.mark.engine
def test_an_engine_that_breaks_off_is_asked_again(wall, monkeypatch):
    """A restart of the engine in mid-batch costs time, not a verdict."""
    create = Containers._run
    calls = []

    def first_time_broken(self, *arguments):
        calls.append(arguments)
        if len(calls) == 1:
            raise ConnectionResetError("Connection reset by peer")
        return create(self, *arguments)

    monkeypatch.setattr(Containers, "_run", first_time_broken)
    larger = Limits(wall_seconds=20, memory_bytes=600 * MIB)  # needs a fresh container
    assert run(wall, HONEST, larger).status is Status.OK
    assert len(calls) == 2


@pytest.mark.engine
def test_a_container_is_given_up_after_many_jobs(wall, ours, monkeypatch):
    """And after anything odd; the next one has another name."""
    monkeypatch.setattr(wall_module, "JOBS_PER_CONTAINER", 2)
    seen = []
    for source in (HONEST, HONEST, HONEST, "import os\ndef work(x):\n    os._exit(3)\n", HONEST):
        with wall.open(job(source), LIMITS) as session:
            session.load(USES)
            seen.append(names(container for container in ours() if container.status == "running"))
            session.run(USES, "work", [RUN])[0]
    assert seen[0] == seen[1]
    assert seen[2] - seen[1]
    assert seen[4] - seen[3]


@pytest.mark.engine
def test_isolation_by_container_uses_no_container_twice(image, ours):
    """Who asks for it gets a fresh container for each submission, and the report says so; the next ones wait."""
    seen = []
    with DockerWall(size=1, limits=LIMITS, isolation="container") as wall:
        assert "container: a fresh one each time" in wall.layers
        for _ in range(3):
            with wall.open(job(HONEST), LIMITS) as session:
                assert session.run(USES, "work", [RUN])[0].status is Status.OK
                seen.append({container.name for container in wall._busy})
                assert len(wall._ahead._coming) == 1
    assert [len(used) for used in seen] == [1, 1, 1]
    assert len(set().union(*seen)) == 3
    assert not ours()


@pytest.mark.engine
def test_a_runtime_that_the_engine_does_not_know_is_refused(image):
    """In one line, with the engine's own word, and nothing else is taken."""
    with pytest.raises(WallError, match="no-such-runtime") as caught:
        DockerWall(size=1, limits=LIMITS, runtime="no-such-runtime")
    assert "\n" not in str(caught.value)


@pytest.mark.engine
def test_closing_leaves_nothing(image, ours):
    """No container in any state, no folder."""
    with DockerWall(size=2, limits=LIMITS) as wall:
        assert run(wall, HONEST).status is Status.OK
        assert ours()
    assert not ours()
    assert not list(Path(tempfile.gettempdir()).glob(f"grader-door.*.{os.getpid()}.*"))


@pytest.mark.engine
def test_a_killed_grader_leaves_no_container(engine, image):
    """The container notices the end of its owner's connection by itself."""
    program = """
import sys
from grader.sandbox.docker import DockerWall
from grader.sandbox.limits import Limits
wall = DockerWall(size=1, limits=Limits())
print(*[container.name for container in wall._idle], flush=True)
sys.stdin.read()
"""
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as grader:
        name = grader.stdout.readline().strip()
        assert engine.containers.get(name).status == "running"
        grader.send_signal(signal.SIGKILL)
        grader.wait()
    gone = engine.containers.list(all=True, filters={"name": name}, ignore_removed=True)
    for container in gone:
        container.wait(timeout=20, condition="removed")
    assert not engine.containers.list(all=True, filters={"name": name}, ignore_removed=True)


@pytest.mark.engine
def test_a_new_wall_removes_what_dead_owners_left(engine, image):
    """Containers of the living, and what is not ours, stay."""
    this = Owner.this()
    dead = Owner(this.boot, this.space, this.pid, this.started + 1)
    left = engine.containers.create(image, labels={OWNER_LABEL: str(dead)})
    kept = engine.containers.create(image, labels={OWNER_LABEL: str(this)})
    foreign = engine.containers.create(image, labels={OWNER_LABEL: "somebody else's mark"})
    try:
        with DockerWall(size=1, limits=LIMITS):
            there = names(engine.containers.list(all=True, ignore_removed=True))
        assert left.name not in there
        assert {kept.name, foreign.name} <= there
    finally:
        kept.remove()
        foreign.remove()


@pytest.mark.engine
def test_a_wall_without_its_image_says_how_to_get_it(engine, tmp_path):
    """Before grading starts, in one line."""
    (tmp_path / "requirements.txt").write_text("scipy>=1.11\n", encoding="utf-8")
    assert "grader image build" in available(tmp_path)
    with pytest.raises(WallError, match="grader image build"):
        DockerWall(tmp_path)


def test_without_an_engine_the_wall_says_so(monkeypatch):
    """One line with the way to get one, and nothing weaker is taken."""
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere/docker.sock")
    assert "no container engine answers" in available()
    with pytest.raises(WallError, match="no container engine answers"):
        DockerWall()


def test_an_owner_is_told_from_all_others():
    """By boot, namespace, number and start; what cannot be known counts as alive."""
    this = Owner.this()
    assert Owner.read(str(this)) == this
    assert Owner.read("nonsense") is None
    assert not this.is_dead(this, runs=True)
    assert Owner(this.boot, this.space, this.pid, this.started + 1).is_dead(this, runs=True)
    assert not Owner(this.boot, "pid:[1]", 1, 1).is_dead(this, runs=False)
    assert Owner("another boot", this.space, 1, 1).is_dead(this, runs=False)
    assert not Owner("another boot", this.space, 1, 1).is_dead(this, runs=True)
