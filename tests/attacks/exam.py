"""A class with attackers in it, graded once behind each wall through the command line, and what was left of it."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from attacks import AS_NOBODY, Attack

from grader.report.json import judgement

REPOSITORY = Path(__file__).resolve().parents[2]
HANDINS = REPOSITORY / "tests" / "handins"
UNPRIVILEGED = REPOSITORY / "tests" / "sandbox" / "unprivileged.py"
ASSIGNMENT = "linear_classifiers"
CANARY = "grader-attack-was-here"
SECRET = "a secret that no attacker can guess: 5e0c4f"
NEIGHBOURS = {
    "aa_ada": HANDINS / "packages" / "one_file.py",
    "bz_bea": HANDINS / "right" / "softmax_from_notes.py",
    "g_gus": HANDINS / "wrong" / "softmax_summed.py",
    "m_mia": HANDINS / "packages" / "all_in_cells.ipynb",
    "s_sol": HANDINS / "right" / "svm_where_clip.py",
    "zz_zoe": HANDINS / "right" / "train_choice.py",
}
"""Honest hand-ins: before, between and after the attacks in the alphabet."""
PLACES = ("/", "/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run", "/root", "/home", "/etc", "/usr/lib")
"""Where attacks try to leave something, beside the places that they are told of."""
Json = dict[str, Any]


def knowledge(room: Path) -> dict[str, str]:
    """What an attacker of this class knows."""
    return {
        "class": str(room / "class"),
        "out": str(room / "out"),
        "repo": str(REPOSITORY),
        "home": str(Path.home()),
        "site": sysconfig.get_path("purelib"),
        "stdlib": sysconfig.get_path("stdlib"),
        "secret": SECRET,
        "canary": CANARY,
    }


class Exam:
    """One class graded twice behind one wall: with attackers in it, and without."""

    def __init__(self, folder: Path, attacks: Sequence[Attack]) -> None:
        self.folder, self.attacks = folder, attacks

    @property
    def attackers(self) -> list[str]:
        """What the grader calls them."""
        return [student for attack in self.attacks for student in attack.students]

    def report(self, student: str, out: str = "out") -> Json:
        loaded: Json = json.loads(self.text(student, out))
        return loaded

    def text(self, student: str, out: str = "out") -> str:
        return (self.folder / out / student / "report.json").read_text(encoding="utf-8")

    def page(self, student: str) -> str:
        return (self.folder / "out" / student / "report.html").read_text(encoding="utf-8")

    def judgement(self, student: str, out: str = "out") -> str:
        """The report without what may differ between machines, as text."""
        return json.dumps(judgement(self.text(student, out)), indent=1)

    @property
    def found(self) -> Json:
        """What was there after the grading and should not have been."""
        loaded: Json = json.loads((self.folder / "found.json").read_text(encoding="utf-8"))
        return loaded


def hold(folder: Path, setting: str, attacks: Sequence[Attack]) -> Exam:
    """Grades the class into the folder; the first of several test processes does it, the others wait."""
    folder.mkdir(exist_ok=True)
    with turn(folder / "turn"):
        if not (folder / "found.json").exists():
            _held(folder, setting, attacks)
    return Exam(folder, attacks)


@contextmanager
def turn(path: Path) -> Iterator[None]:
    """Test processes that run side by side take turns."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def names(folder: Path) -> list[str]:
    """What is in a folder."""
    return sorted(path.name for path in folder.iterdir())


def _held(folder: Path, setting: str, attacks: Sequence[Attack]) -> None:
    # Not in pytest's folder, which is closed to the user nobody.
    room = Path(tempfile.mkdtemp(prefix="exam-"))
    try:
        for part in ("class", "honest", "out", "alone", "tmp"):
            (room / part).mkdir()
            (room / part).chmod(0o1777)
        room.chmod(0o1777)
        for name, source in NEIGHBOURS.items():
            for part in ("class", "honest"):
                shutil.copy(source, room / part / f"{name}{source.suffix}")
        _grade(room, "honest", "alone", setting)
        for attack in attacks:
            attack.hand_in(room / "class", knowledge(room))
        entries = names(room / "class")
        _grade(room, "class", "out", setting)
        told = json.loads((room / "told-out.json").read_text(encoding="utf-8"))
        found = {**told, **_left(room, told["pid"], entries)}
        for part in ("out", "alone", "said-out.txt"):
            shutil.move(room / part, folder / part)
        (folder / "found.json").write_text(json.dumps(found), encoding="utf-8")
    finally:
        shutil.rmtree(room)


def _grade(room: Path, entries: str, out: str, setting: str) -> None:
    """`grader grade`, more submissions at a time than there are cores, so that they meet."""
    wall = setting.removesuffix(AS_NOBODY)
    become = [] if wall == setting else [sys.executable, str(UNPRIVILEGED)]
    program = [sys.executable, str(Path(__file__).with_name("proctor.py")), str(room / f"told-{out}.json")]
    grade = ["grade", str(room / entries), "-a", ASSIGNMENT, "-o", str(room / out), "--wall", wall, "--jobs", "4"]
    environment = {**os.environ, "TMPDIR": str(room / "tmp"), "GRADER_SECRET": SECRET, "PYTHONDONTWRITEBYTECODE": "1"}
    said = room / f"said-{out}.txt"
    with said.open("w") as output:
        command = [*become, *program, *grade]
        ran = subprocess.run(command, cwd=REPOSITORY, env=environment, stdout=output, stderr=output, check=False)
    told = room / f"told-{out}.json"
    code = json.loads(told.read_text(encoding="utf-8"))["code"] if ran.returncode == 0 else None
    # 3 says that points were left open for a fault of ours, which is a test's business.
    assert code in (0, 3), said.read_text(encoding="utf-8")[-4000:]


def _left(room: Path, pid: int, entries: list[str]) -> Json:
    """Whatever the grading or an attack has left on this machine."""
    knows = knowledge(room)
    places = [*PLACES, *(knows[name] for name in ("class", "out", "repo", "home", "site", "stdlib"))]
    places += [f"{knows['stdlib']}/__pycache__", str(Path(np.__file__).parent), "/autograder/results"]
    mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8").splitlines()
    keys = [line for kind in ("shm", "msg", "sem") for line in Path("/proc/sysvipc", kind).read_text().splitlines()]
    return {
        "written": [str(path) for place in places for path in Path(place).glob(f"*{CANARY}*")],
        "entries": sorted({*names(room / "class")} ^ {*entries}),
        "temporary": names(room / "tmp"),
        "mounts": [line for line in mounts if str(room) in line],
        "shared memory": [line for line in keys if line.split()[0] == str(0x6772)],
        "containers": _containers(pid),
    }


def _containers(pid: int) -> list[str]:
    """Containers that this process started and that are still there."""
    from grader.errors import WallError  # noqa: PLC0415 - needed here alone
    from grader.sandbox.engine import connect  # noqa: PLC0415

    try:
        client = connect()
    except WallError:
        return []
    try:
        there = client.containers.list(all=True, ignore_removed=True)
        return [container.name for container in there if container.name.startswith(f"grader-{pid}-")]
    finally:
        client.close()
