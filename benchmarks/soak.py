"""A long night: thousands of submissions, one in a hundred hostile, and somebody who keeps killing the walls.

    python benchmarks/soak.py [--submissions N] [--wall W] [--jobs N] [--hostile PERCENT] [--every SECONDS] [--json]

A course of one small exercise is made, and a class of right, wrong and hostile hand-ins. A few of each kind are graded
undisturbed; then the whole class, while a supervisor of the wall (with docker: a container) is killed every so often.
Points that were left open because a job was hit twice are graded by running the same command again, undisturbed. At
the end every report must say what the same hand-in was told undisturbed, nothing may be left on the machine, and the
grader's memory must not have grown with the number of submissions. Exit code 1 if one of these does not hold.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from hand_ins import HOSTILE, ORDINARY

from grader.cli import main as grader_main
from grader.commands.options import WALLS

FLAT = 4096
"""Bytes of resident memory that one more submission may take; its row of the gradebook and its line take some 2,300."""
WARM = 0.2
"""Fraction of the class after which the grader has loaded and allocated whatever it needs."""
GLANCE = 0.2
"""Seconds between two looks at the grader's memory."""


@dataclass
class Soak:
    """What came of it."""

    submissions: int
    hostile: int
    wall: str
    seconds: float = 0.0
    kills: int = 0
    left_open: int = 0
    """Submissions that had to be graded by a second run."""
    wrong: list[str] = field(default_factory=list)
    """Students whose report differs from the undisturbed one."""
    left_behind: list[str] = field(default_factory=list)
    memory_mib: float = 0.0
    """The grader's largest resident size."""
    bytes_per_submission: float = 0.0
    """The slope of a line through its resident size over the submissions done, after the first fifth."""
    exit_codes: list[int] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether everything is as it must be."""
        flat = self.bytes_per_submission <= FLAT or self.submissions < 500  # the start weighs too much in a small class
        return flat and not self.wrong and not self.left_behind and self.exit_codes[-1] == 0


def main() -> int:
    """Soaks, prints, and says by the exit code whether everything held."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # as root, hand-ins run as other users, who must find their temporary folder
        result = soak(Path(folder), options)
    if options.json:
        print(json.dumps({**asdict(result), "holds": result.holds}))
    else:
        _tell(result)
    return 0 if result.holds else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--submissions", type=int, default=3000, metavar="N")
    parser.add_argument("--wall", choices=WALLS, default="kernel")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N")
    parser.add_argument("--hostile", type=float, default=1.0, metavar="PERCENT")
    parser.add_argument(
        "--every", type=float, default=10.0, metavar="SECONDS", help="between kills, on average; 0: none"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def soak(root: Path, options: argparse.Namespace) -> Soak:
    """Everything, in folders below `root`."""
    dice = random.Random(options.seed)  # noqa: S311 - to be the same again
    temporary = root / "temporary"
    temporary.mkdir()
    with contextlib.redirect_stdout(sys.stderr):
        grader_main(["new", "night", "--course", str(root / "course")])
    expected = _undisturbed(root, options)
    kinds = _hand_in(root / "class", options, dice)
    hostile = sum(kind in HOSTILE for kind in kinds.values())
    result = Soak(len(kinds), hostile, options.wall)
    started = time.monotonic()
    _grade(root, options, result, dice)
    result.left_open = sum(1 for line in _gradebook(root / "out") if line.split(",")[3] != "0")
    while result.exit_codes[-1] == 3 and len(result.exit_codes) < 3:
        result.exit_codes.append(_begin(root, root / "class", root / "out", options).wait())
    result.seconds = round(time.monotonic() - started, 1)
    result.wrong = [who for who, kind in kinds.items() if _judgement(root / "out" / who) != expected[kind]]
    result.left_behind = sorted(entry.name for entry in temporary.iterdir())
    return result


# ---------------------------------------------------------------- the class


def _hand_in(entries: Path, options: argparse.Namespace, dice: random.Random) -> dict[str, str]:
    """Kind by student; hostile ones stand anywhere."""
    hostile = set(dice.sample(range(options.submissions), round(options.submissions * options.hostile / 100)))
    villains, others = sorted(HOSTILE), sorted(ORDINARY)
    kinds = {}
    for number in range(options.submissions):
        kind = villains[len(kinds) % len(villains)] if number in hostile else dice.choice(others)
        kinds[f"s{number:05}"] = kind
        _write(entries / f"s{number:05}", kind)
    return kinds


def _write(folder: Path, kind: str) -> None:
    folder.mkdir(parents=True)
    (folder / "hw.py").write_text({**ORDINARY, **HOSTILE}[kind], encoding="utf-8")


def _undisturbed(root: Path, options: argparse.Namespace) -> dict[str, str]:
    """What each kind of hand-in is told when nothing happens."""
    for kind in (*ORDINARY, *HOSTILE):
        _write(root / "quiet" / kind, kind)
    code = _begin(root, root / "quiet", root / "told", options).wait()
    if code != 0:
        raise SystemExit(f"undisturbed, the class was not graded: exit code {code}")
    return {kind: _judgement(root / "told" / kind) for kind in (*ORDINARY, *HOSTILE)}


def _judgement(folder: Path) -> str:
    """A report without the name and the run."""
    try:
        told: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    except OSError:
        return "no report"
    return json.dumps({key: told[key] for key in told if key not in ("run", "student")})


def _gradebook(out: Path) -> list[str]:
    return (out / "grades.csv").read_text(encoding="utf-8").splitlines()[1:]


# ---------------------------------------------------------------- grading, watched and disturbed


def _begin(root: Path, entries: Path, out: Path, options: argparse.Namespace) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "grader", "grade", str(entries), "-o", str(out), "--course", str(root / "course")]
    return subprocess.Popen(  # noqa: S603 - our own command
        [*command, "--wall", options.wall, "--jobs", str(options.jobs)],
        stdout=subprocess.DEVNULL,
        env={**os.environ, "TMPDIR": str(root / "temporary")},
    )


def _grade(root: Path, options: argparse.Namespace, result: Soak, dice: random.Random) -> None:
    """The whole class once."""
    grader = _begin(root, root / "class", root / "out", options)
    with _murderer(grader.pid, options, result, dice):
        sizes = list(_sizes(grader, root / "out"))
    result.exit_codes.append(grader.returncode)
    result.memory_mib = round(max(size for _, size in sizes) / 2**20, 1)
    result.bytes_per_submission = round(_slope([pair for pair in sizes if pair[0] >= WARM * result.submissions]), 1)


def _sizes(grader: subprocess.Popen[bytes], out: Path) -> Iterator[tuple[int, int]]:
    """Pairs of submissions done and the grader's resident bytes, until it ends."""
    while True:
        try:
            grader.wait(GLANCE)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(OSError, IndexError):
                pages = int(Path(f"/proc/{grader.pid}/statm").read_text(encoding="ascii").split()[1])
                yield (len(os.listdir(out)) if out.exists() else 0, pages * os.sysconf("SC_PAGE_SIZE"))  # noqa: PTH208
        else:
            return


def _slope(pairs: list[tuple[int, int]]) -> float:
    """Of the straight line with the least squared distances."""
    if len({x for x, _ in pairs}) < 2:
        return 0.0
    mean_x, mean_y = (sum(pair[axis] for pair in pairs) / len(pairs) for axis in (0, 1))
    return sum((x - mean_x) * (y - mean_y) for x, y in pairs) / sum((x - mean_x) ** 2 for x, _ in pairs)


@contextmanager
def _murderer(grader: int, options: argparse.Namespace, result: Soak, dice: random.Random) -> Iterator[None]:
    """Meanwhile, kills what runs submissions, at random moments."""
    done = threading.Event()

    def kill() -> None:
        while not done.wait(dice.expovariate(1 / options.every)):
            victims = _containers(grader) if options.wall == "docker" else _supervisors(grader)
            for pid in victims[: 1 if victims else 0]:
                with contextlib.suppress(OSError):
                    os.kill(pid, signal.SIGKILL)
                    result.kills += 1

    thread = threading.Thread(target=kill)
    if options.every > 0:
        thread.start()
    try:
        yield
    finally:
        done.set()
        if options.every > 0:
            thread.join()


def _supervisors(grader: int) -> list[int]:
    """What the grader has started: supervisors, or the bwrap around one, which takes it along."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            told = status.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            if int(told[1]) == grader:
                found.append(int(status.parent.name))
    return found


def _containers(grader: int) -> list[int]:
    """The first processes of the grader's containers; which one comes first is the engine's choice."""
    docker = shutil.which("docker")
    if docker is None:
        raise SystemExit("needs docker's command line, to find what to kill")
    listed = [docker, "ps", "-q", "--filter", f"name=grader-{grader}-"]
    names = subprocess.run(listed, capture_output=True, text=True, check=True).stdout.split()  # noqa: S603 - ours
    asked = [docker, "inspect", "-f", "{{.State.Pid}}", *names]
    told = subprocess.run(asked, capture_output=True, text=True, check=False).stdout if names else ""  # noqa: S603
    return [int(pid) for pid in told.split() if int(pid) > 0]


def _tell(result: Soak) -> None:
    print(f"{result.submissions} submissions ({result.hostile} hostile) behind {result.wall}: {result.seconds} s,")
    print(f"{result.submissions / result.seconds:.1f} a second; {result.kills} kills; exit codes {result.exit_codes}")
    print(f"reports that differ from the undisturbed ones: {len(result.wrong)} {result.wrong[:10]}")
    print(f"left open by the first run, graded by the next: {result.left_open}")
    print(f"memory: at most {result.memory_mib} MiB, {result.bytes_per_submission} bytes more per submission")
    print(f"left behind: {result.left_behind or 'nothing'}")
    print("everything holds" if result.holds else "SOMETHING DOES NOT HOLD")


if __name__ == "__main__":
    sys.exit(main())
