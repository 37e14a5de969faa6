"""The kernel wall itself: what it promises, how it is refused, and that nothing of it is left."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest
from trying import ask, observe, session

from grader.errors import WallError
from grader.model import Status
from grader.sandbox import kernel as kernel_module
from grader.sandbox import walls
from grader.sandbox.kernel import KernelWall
from grader.sandbox.limits import Limits

HERE = Path(__file__).parent
WHO = "import os\ndef answer(x): return os.getppid(), os.getuid()"


def test_it_names_its_layers(kernel):
    layers = set(kernel.layers)
    assert {"rlimits", "no_new_privs", "seccomp"} <= layers
    assert any(layer.startswith("landlock abi ") for layer in layers)
    assert ("own uid" in layers) == (os.geteuid() == 0)
    assert ("own uid" in kernel.missing_layers) != ("own uid" in layers)


def test_numpy_threads_and_the_standard_library_work_behind_it(kernel):
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
    seen = observe(kernel, source)
    assert seen.message == ""
    assert seen.arrays["y"] == 36.0


def test_temporary_files_work_where_there_is_a_private_folder(kernel):
    source = """
    import tempfile, os
    import numpy as np
    def answer(x):
        with tempfile.TemporaryDirectory() as folder:
            np.save(os.path.join(folder, "x.npy"), np.ones(3))
            return np.load(os.path.join(folder, "x.npy"))
    """
    wanted = Status.OK if "private tmp" in kernel.layers else Status.RAISED
    assert observe(kernel, source).status is wanted


def test_every_submission_has_a_user_of_its_own_where_root_grades(kernel):
    with session(kernel, WHO) as one, session(kernel, WHO) as other:
        users = {int(ask(opened).arrays["y"][1]) for opened in (one, other)}
    if os.geteuid() == 0:
        assert 0 not in users
        assert len(users) == 2
    else:
        assert users == {os.geteuid()}


def test_sessions_of_many_threads_share_one_wall(kernel):
    results: list[float] = []

    def grade(number: int) -> None:
        results.append(float(observe(kernel, "def answer(x): return 2 * x", float(number)).arrays["y"]))

    threads = [threading.Thread(target=grade, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [2.0 * number for number in range(12)]


def test_a_supervisor_that_dies_is_replaced_and_costs_nobody_anything():
    with KernelWall() as wall, session(wall, WHO) as opened:
        supervisor = int(ask(opened).arrays["y"][0])
        os.kill(supervisor, signal.SIGKILL)
        seen = ask(opened)
        assert seen.status is Status.OK
        assert int(seen.arrays["y"][0]) != supervisor


def test_a_closed_wall_is_our_fault():
    wall = KernelWall()
    wall.close()
    assert observe(wall, WHO).status is Status.INFRASTRUCTURE


def test_nothing_is_left_of_a_closed_wall():
    before = set(Path(tempfile.gettempdir()).glob("grader-kernel-*"))
    with KernelWall() as wall, session(wall, WHO) as opened:
        supervisor = int(ask(opened).arrays["y"][0])
    with pytest.raises(ProcessLookupError):
        os.kill(supervisor, 0)
    assert set(Path(tempfile.gettempdir()).glob("grader-kernel-*")) == before


OWNER = """
import sys
sys.path.insert(0, {folder!r})
from trying import ask, session
from grader.sandbox.kernel import KernelWall
wall = KernelWall()
opened = session(wall, "import os\\ndef answer(x): return os.getppid(), os.getpid()")
print(*map(int, ask(opened).arrays["y"]), flush=True)
sys.stdin.read()
"""


def test_a_killed_grader_leaves_no_process():
    command = [sys.executable, "-c", OWNER.format(folder=str(HERE))]
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


def test_a_kernel_without_landlock_is_refused_with_a_way_out(monkeypatch):
    started = kernel_module.command

    def without(program: str, *arguments: str) -> list[str]:
        command = started(program, *arguments)
        place = command.index("-c") + 1
        boot = "import inside.landlock; inside.landlock.version = lambda: 0; "
        command[place] = command[place].replace("from inside", boot + "from inside", 1)
        return command

    monkeypatch.setattr(kernel_module, "command", without)
    with pytest.raises(WallError, match=r"no Landlock.*docker"):
        KernelWall()


@pytest.mark.parametrize(
    ("sabotage", "words"),
    [
        ("import inside.landlock; inside.landlock.enter = lambda rules: None; ", "reading /etc/passwd is not denied"),
        ("import inside.seccomp; inside.seccomp.Filter.enter = lambda self: None; ", "socket is not denied"),
        ("import inside.rlimits; inside.rlimits.apply = lambda *rest: None; ", "limit on memory does not hold"),
        ("import inside.lock; inside.lock.prctl = lambda *rest: 0; ", "refused"),
    ],
)
def test_a_promised_layer_that_does_not_hold_is_no_wall(monkeypatch, sabotage, words):
    started = kernel_module.command

    def sabotaged(program: str, *arguments: str) -> list[str]:
        command = started(program, *arguments)
        place = command.index("-c") + 1
        command[place] = command[place].replace("from inside", sabotage + "from inside", 1)
        return command

    monkeypatch.setattr(kernel_module, "command", sabotaged)
    with pytest.raises(WallError, match=words):
        KernelWall()


def test_it_holds_for_an_ordinary_user_too():
    """The attacks again, as nobody; where the tests already run as an ordinary user this is what they do anyway."""
    if os.geteuid() != 0:
        with KernelWall() as wall:
            assert "own uid" in wall.missing_layers
        return
    files = [str(HERE / "test_attacks.py"), str(HERE / "test_kernel.py")]
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


def test_auto_prefers_docker_then_kernel_and_never_takes_process(monkeypatch):
    monkeypatch.setattr(walls, "_docker_missing", lambda: "start an engine")
    with walls.choose("auto") as wall:
        assert (wall.name, wall.advice) == ("kernel", "start an engine")
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(WallError, match="start an engine"):
        walls.choose("auto")
    assert walls.choose("auto", trusted=True).name == "process"
    assert walls.choose("process").name == "process"


def test_an_unknown_wall_is_refused():
    with pytest.raises(WallError, match="there is no wall called paper"):
        walls.choose("paper")


def test_a_wall_that_breaks_twice_is_infrastructure(kernel, monkeypatch):
    monkeypatch.setattr(kernel_module.Supervisor, "start", _broken)
    assert observe(kernel, WHO, limits=Limits()).status is Status.INFRASTRUCTURE


def _broken(*_: object) -> None:
    from grader.errors import InfrastructureError  # noqa: PLC0415 - only here

    raise InfrastructureError("gone")
