"""The walls on this machine: what they promise, how they are refused, and that nothing of them is left."""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from trying import ask, need_bubblewrap, observe, on_host, session

from grader.errors import WallError
from grader.model import Status
from grader.sandbox import kernel as kernel_module
from grader.sandbox import local as local_module
from grader.sandbox import walls
from grader.sandbox.bubblewrap import BubblewrapWall
from grader.sandbox.kernel import KernelWall
from grader.sandbox.limits import Limits

HERE = Path(__file__).parent
WHO = "import os\ndef answer(x): return os.getppid(), os.getuid()"


def test_it_names_its_layers(locked):
    layers = set(locked.layers)
    assert {"rlimits", "no_new_privs", "seccomp"} <= layers
    assert any(layer.startswith("landlock abi ") for layer in layers)
    assert ("own uid" in layers) == (os.geteuid() == 0)
    assert ("own uid" in locked.missing_layers) != ("own uid" in layers)


def test_numpy_threads_and_the_standard_library_work_behind_it(locked):
    source = """
    import concurrent.futures, decimal, hashlib, sqlite3, zoneinfo
    import numpy as np
    import numpy.polynomial, numpy.fft, numpy.ma
    def answer(x):
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            total = sum(pool.map(lambda n: np.linalg.svd(np.eye(n))[1].sum(), range(1, 9)))
        assert hashlib.sha256(b"").hexdigest().startswith("e3b0")
        return total + np.random.default_rng(0).normal() * 0
    """
    seen = observe(locked, source)
    assert seen.message == ""
    assert seen.arrays["y"] == 36.0


def test_temporary_files_work_where_there_is_a_private_folder(locked):
    source = """
    import tempfile, os
    import numpy as np
    def answer(x):
        with tempfile.TemporaryDirectory() as folder:
            np.save(os.path.join(folder, "x.npy"), np.ones(3))
            return np.load(os.path.join(folder, "x.npy"))
    """
    wanted = Status.OK if "private tmp" in locked.layers else Status.RAISED
    assert observe(locked, source).status is wanted


def test_every_submission_has_a_user_of_its_own_where_root_grades(locked):
    with session(locked, WHO) as one, session(locked, WHO) as other:
        users = {int(ask(opened).arrays["y"][1]) for opened in (one, other)}
    if os.geteuid() == 0:
        assert 0 not in users
        assert len(users) == 2
    else:
        assert users == {os.geteuid()}


def test_sessions_of_many_threads_share_one_wall(locked):
    results: list[float] = []

    def grade(number: int) -> None:
        results.append(float(observe(locked, "def answer(x): return 2 * x", float(number)).arrays["y"]))

    threads = [threading.Thread(target=grade, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [2.0 * number for number in range(12)]


@pytest.fixture(params=[KernelWall, BubblewrapWall])
def wall_class(request):
    if request.param is BubblewrapWall:
        need_bubblewrap()
    return request.param


def test_a_supervisor_that_dies_is_replaced_and_costs_nobody_anything(wall_class):
    with wall_class() as wall, session(wall, WHO) as opened:
        supervisor = on_host(wall, int(ask(opened).arrays["y"][0]))
        os.kill(supervisor, signal.SIGKILL)
        for _ in range(1000):  # its last worker may still answer before the kernel has ended it
            seen = ask(opened)
            assert seen.status is Status.OK
            if on_host(wall, int(seen.arrays["y"][0])) != supervisor:
                return
    pytest.fail("the dead supervisor's worker goes on")


def test_a_closed_wall_is_our_fault(wall_class):
    wall = wall_class()
    wall.close()
    assert observe(wall, WHO).status is Status.INFRASTRUCTURE


def test_nothing_is_left_of_a_closed_wall(wall_class):
    with wall_class() as wall, session(wall, WHO) as opened:
        supervisor = on_host(wall, int(ask(opened).arrays["y"][0]))
    with pytest.raises(ProcessLookupError):
        os.kill(supervisor, 0)
    assert not getattr(wall, "_folder", Path("/nonexistent")).exists()


OWNER = """
import sys
sys.path.insert(0, {folder!r})
from trying import ask, on_host, session
from {module} import {name}
wall = {name}()
opened = session(wall, "import os\\ndef answer(x): return os.getppid(), os.getpid()")
print(*(on_host(wall, int(pid)) for pid in ask(opened).arrays["y"]), flush=True)
sys.stdin.read()
"""


def test_a_killed_grader_leaves_no_process(wall_class):
    program = OWNER.format(folder=str(HERE), module=wall_class.__module__, name=wall_class.__name__)
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        handles = [os.pidfd_open(int(pid)) for pid in owner.stdout.readline().split()]
        assert len(handles) == 2
        owner.kill()
    for handle in handles:
        poll = select.poll()
        poll.register(handle, select.POLLIN)
        assert poll.poll(20_000), "a process is still there"
        os.close(handle)


@pytest.fixture
def sabotaged(monkeypatch, wall_class):
    """Puts a statement of ours into the program that the wall starts."""

    def put(statement: str) -> None:
        started = kernel_module.command

        def command(program: str, *arguments: str, **folder: Path) -> list[str]:
            words = started(program, *arguments, **folder)
            place = words.index("-c") + 1
            words[place] = words[place].replace("from inside", f"{statement}; from inside", 1)
            return words

        monkeypatch.setattr(sys.modules[wall_class.__module__], "command", command)

    return put


def test_a_kernel_without_landlock_is_refused_with_a_way_out(wall_class, sabotaged):
    sabotaged("import inside.landlock; inside.landlock.version = lambda: 0")
    with pytest.raises(WallError, match=r"no Landlock.*docker"):
        wall_class()


@pytest.mark.parametrize(
    ("sabotage", "words"),
    [
        ("import inside.landlock; inside.landlock.enter = lambda rules: None", "reading /etc/passwd is not denied"),
        ("import inside.seccomp; inside.seccomp.Filter.enter = lambda self: None", "socket is not denied"),
        ("import inside.rlimits; inside.rlimits.apply = lambda *rest: None", "limit on memory does not hold"),
    ],
)
def test_a_promised_layer_that_does_not_hold_is_no_wall(wall_class, sabotaged, sabotage, words):
    sabotaged(sabotage)
    with pytest.raises(WallError, match=words):
        wall_class()


@pytest.mark.parametrize("wall_class", [KernelWall])
def test_a_child_that_could_get_privileges_is_refused(wall_class, sabotaged):
    """The kernel wall alone: behind bubblewrap nobody can get any, whatever a child fails to do."""
    sabotaged("import inside.lock; inside.lock.prctl = lambda *rest: 0")
    with pytest.raises(WallError, match=r"refused|takes no seccomp filter"):
        wall_class()


def test_it_holds_for_an_ordinary_user_too():
    """The attacks again, as nobody; where the tests already run as an ordinary user this is what they do anyway."""
    if os.geteuid() != 0:
        with KernelWall() as wall:
            assert "own uid" in wall.missing_layers
        return
    files = [str(HERE / name) for name in ("test_attacks.py", "test_local.py", "test_bubblewrap.py")]
    command = [
        sys.executable,
        str(HERE / "unprivileged.py"),
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
    ]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "HYPOTHESIS_STORAGE_DIRECTORY": "/nonexistent"}
    result = subprocess.run([*command, *files], cwd="/", env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout[-4000:] + result.stderr[-2000:]


# ---------------------------------------------------------------- which wall


def test_auto_prefers_docker_then_bubblewrap_then_kernel_and_never_takes_process(monkeypatch):
    monkeypatch.setattr(walls, "_docker_missing", lambda _: "start an engine")
    if shutil.which("bwrap"):
        with walls.choose("auto") as wall:
            assert (wall.name, wall.advice) == ("bubblewrap", "start an engine")
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with walls.choose("auto") as wall:
        assert wall.name == "kernel"
        assert wall.advice.startswith("start an engine; bubblewrap is not installed")
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(WallError, match="start an engine"):
        walls.choose("auto")
    for name in ("bubblewrap", "kernel"):
        with pytest.raises(WallError, match="on Linux alone"):
            walls.choose(name)
    assert walls.choose("auto", trusted=True).name == "process"
    assert walls.choose("process").name == "process"


def test_an_unknown_wall_is_refused():
    with pytest.raises(WallError, match="there is no wall called paper"):
        walls.choose("paper")


def test_isolation_by_container_and_runtimes_mean_docker(monkeypatch):
    """Neither is silently left out: another wall refuses, and `auto` takes docker or nothing."""
    for asked in ({"isolation": "container"}, {"runtime": "runsc"}):
        with pytest.raises(WallError, match="for the docker wall"):
            walls.choose("kernel", **asked)
        monkeypatch.setattr(walls, "_docker_missing", lambda _: "start an engine")
        with pytest.raises(WallError, match="start an engine"):
            walls.choose("auto", **asked)


def test_a_wall_that_breaks_twice_is_infrastructure(kernel, monkeypatch):
    monkeypatch.setattr(local_module.Supervisor, "start", _broken)
    assert observe(kernel, WHO, limits=Limits()).status is Status.INFRASTRUCTURE


def _broken(*_: object) -> None:
    from grader.errors import InfrastructureError  # noqa: PLC0415 - only here

    raise InfrastructureError("gone")
