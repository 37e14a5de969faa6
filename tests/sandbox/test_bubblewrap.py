"""What bubblewrap adds around the supervisor: namespaces of its own, and hardly anything to see."""

from __future__ import annotations

import os
import shutil
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from trying import ask, need_bubblewrap, observe, on_host, session

from grader.errors import WallError
from grader.model import Status
from grader.sandbox import bubblewrap as module
from grader.sandbox.bubblewrap import NAMESPACES, BubblewrapWall
from grader.sandbox.inside.lock import FIRST_UIDS

ROOT = Path(__file__).resolve().parents[2]


def test_each_namespace_and_the_view_of_files_are_named_as_layers(bubblewrap):
    assert {f"bubblewrap: own {name} namespace" for name in NAMESPACES} <= set(bubblewrap.layers)
    assert "bubblewrap: own view of files" in bubblewrap.layers
    assert not set(bubblewrap.layers) & set(bubblewrap.missing_layers)


def test_the_supervisor_sees_the_interpreter_and_numpy_and_nothing_of_ours(bubblewrap):
    """Not only may the child not open anything else: the trusted process around it cannot, either."""
    root = Path("/proc", str(bubblewrap._inner), "root")
    top = {place.name for place in root.iterdir()}
    assert {"program", "work", "tmp", "proc", "dev"} <= top
    assert not {"boot", "home", "mnt", "opt", "run", "srv", "sys", "var"} & (top - _first_parts())
    assert sorted(place.name for place in (root / "etc").iterdir()) == ["ld.so.cache", "passwd"]
    assert "bin/false" in (root / "etc/passwd").read_text()
    for hidden in (ROOT / "pyproject.toml", ROOT / "grader", ROOT / "reference", Path(pytest.__file__)):
        assert not _within(root, hidden).exists()
    assert _within(root, Path(np.__file__)).exists()


def test_what_a_supervisor_may_do_is_nothing_on_the_machine(bubblewrap):
    """As root four capabilities in its own user namespace, else none."""
    status = Path("/proc", str(bubblewrap._inner), "status").read_text(encoding="utf-8")
    told = dict(line.split(":", 1) for line in status.splitlines())
    kill, setgid, setuid, sys_admin = 5, 6, 7, 21
    kept = sum(1 << number for number in (kill, setgid, setuid, sys_admin)) if os.geteuid() == 0 else 0
    assert [int(told[name], 16) for name in ("CapPrm", "CapEff", "CapBnd")] == [kept] * 3
    assert told["NoNewPrivs"].strip() == "1"


def test_a_child_is_a_user_that_nobody_else_is(bubblewrap):
    """Seen from the machine, a child of root's wall is neither root nor anyone who has files."""
    with session(bubblewrap, "import os\ndef answer(x): return os.getpid()") as opened:
        child = on_host(bubblewrap, int(ask(opened).arrays["y"]))
        told = Path("/proc", str(child), "status").read_text(encoding="utf-8")
    users = {int(user) for line in told.splitlines() if line.startswith("Uid:") for user in line.split()[1:]}
    (user,) = users
    assert user >= FIRST_UIDS[0] if os.geteuid() == 0 else user == os.geteuid()


def test_hand_ins_see_no_process_but_their_own_namespace(bubblewrap):
    seen = observe(bubblewrap, "import os\ndef answer(x): return os.getppid(), os.getpid()")
    assert seen.arrays["y"][0] == 1
    assert seen.arrays["y"][1] < 10**6


def test_a_supervisor_outlives_the_thread_that_started_it():
    """bwrap dies with the thread it was started from: a wall raised anew by a worker's thread must not."""
    need_bubblewrap()
    raised: list[BubblewrapWall] = []
    thread = threading.Thread(target=lambda: raised.append(BubblewrapWall()))
    thread.start()
    thread.join()
    with raised[0] as wall:
        process = wall._process
        assert observe(wall, "def answer(x): return x").status is Status.OK
        assert wall._process is process
        assert process.poll() is None


def test_without_bwrap_the_wall_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(WallError, match="apt-get install bubblewrap"):
        BubblewrapWall()


def test_where_namespaces_are_forbidden_it_says_so_in_one_sentence(monkeypatch, tmp_path):
    """As bwrap tells it: here a stand-in for it, which refuses like the real one does."""
    stand_in = tmp_path / "bwrap"
    stand_in.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    stand_in.chmod(0o755)
    monkeypatch.setattr(module.shutil, "which", lambda _: str(stand_in))
    with pytest.raises(WallError, match=r"does not let this user make namespaces \(bwrap: No permissions") as caught:
        BubblewrapWall()
    assert "\n" not in str(caught.value)


def _within(root: Path, place: Path) -> Path:
    return root / place.relative_to("/")


def _first_parts() -> set[str]:
    """Where an interpreter may lie."""
    return {Path(place).parts[1] for place in (sys.prefix, sys.base_prefix, np.__file__)}
