"""A class on a Dask cluster beside the same class in this machine's own threads, while workers are killed.

    python benchmarks/cluster.py [--submissions N] [--workers N] [--kills N] [--wall W] [--json]

A course of one tiny exercise is made, and a class of right and wrong hand-ins. It is graded here, as many submissions
at a time as there are workers; then by a scheduler with so many worker processes of one thread each, over TLS, while
one of them is killed (SIGKILL) every so often; its nanny starts another. Both use the same processors, so what the
cluster costs is seen in the ratio of their rates. Every report must say what it says here. Exit code 1 if one does not.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from distributed.security import Security
from hand_ins import ORDINARY

from grader.cli import main as grader_main
from grader.commands.options import WALLS

FILES = {"ca": "tls_ca_file", "cert": "tls_client_cert", "key": "tls_client_key"}


@dataclass
class Comparison:
    """What came of it."""

    submissions: int
    workers: int
    wall: str
    here_seconds: float = 0.0
    cluster_seconds: float = 0.0
    kills: int = 0
    wrong: list[str] = field(default_factory=list)
    """Students whose report differs from the one that was made here."""
    here_mib: float = 0.0
    """The grader's largest resident size, without what it starts."""
    cluster_mib: float = 0.0
    exit_codes: list[int] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """The cluster's rate, start and kills included, over that of the threads."""
        return round(self.here_seconds / self.cluster_seconds, 2)

    @property
    def holds(self) -> bool:
        """Whether everybody was told the same."""
        return not self.wrong and self.exit_codes == [0, 0]


def main() -> int:
    """Compares, prints, and says by the exit code whether everything held."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # as root, hand-ins run as other users, who must find their temporary folder
        result = compare(Path(folder), options)
    if options.json:
        print(json.dumps({**asdict(result), "ratio": result.ratio, "holds": result.holds}))
    else:
        _tell(result)
    return 0 if result.holds else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--submissions", type=int, default=2000, metavar="N")
    parser.add_argument("--workers", type=int, default=2, metavar="N")
    parser.add_argument("--kills", type=int, default=1, metavar="N", help="spread evenly over the class")
    parser.add_argument("--wall", choices=WALLS, default="kernel")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def compare(root: Path, options: argparse.Namespace) -> Comparison:
    """Everything, in folders below `root`."""
    with contextlib.redirect_stdout(sys.stderr):
        grader_main(["new", "tiny", "--course", str(root / "course")])
    dice = random.Random(0)  # noqa: S311 - to be the same again
    for number in range(options.submissions):
        folder = root / "class" / f"s{number:05}"
        folder.mkdir(parents=True)
        (folder / "hw.py").write_text(ORDINARY[dice.choice(sorted(ORDINARY))], encoding="utf-8")
    result = Comparison(options.submissions, options.workers, options.wall)
    here = ["--jobs", str(options.workers)]
    result.here_seconds, result.here_mib = _grade(root, "here", here, result)
    with _cluster(root, options.workers) as (reach, nannies):
        moments = [round(options.submissions * (each + 1) / (options.kills + 1)) for each in range(options.kills)]

        def watch(done: int) -> None:
            if moments and done >= moments[0]:
                result.kills += _kill(nannies[result.kills % len(nannies)])
                moments.pop(0)

        result.cluster_seconds, result.cluster_mib = _grade(root, "there", reach, result, watch)
    result.wrong = [
        entry.name
        for entry in sorted((root / "class").iterdir())
        if _judgement(root / "here" / entry.name) != _judgement(root / "there" / entry.name)
    ]
    return result


def _grade(
    root: Path, out: str, how: list[str], result: Comparison, watch: Callable[[int], None] = lambda _: None
) -> tuple[float, float]:
    """Seconds and MiB of a whole `grader grade`, which tells `watch` how many are done."""
    folders = [str(root / "class"), "-o", str(root / out), "--course", str(root / "course")]
    command = [sys.executable, "-m", "grader", "grade", *folders, "--wall", result.wall, *how]
    started = time.monotonic()
    grader = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own command
    assert grader.stdout is not None
    for done, _ in enumerate(grader.stdout, 1):
        watch(done)
    _, status, usage = os.wait4(grader.pid, 0)
    grader.returncode = os.waitstatus_to_exitcode(status)
    grader.stdout.close()
    result.exit_codes.append(grader.returncode)
    return round(time.monotonic() - started, 1), round(usage.ru_maxrss / 1024, 1)


# ---------------------------------------------------------------- the cluster


@contextmanager
def _cluster(root: Path, workers: int) -> Iterator[tuple[list[str], list[int]]]:
    """How to reach it, and its workers' nannies; it is there when all workers are."""
    made = Security.temporary()
    for name, kind in FILES.items():
        (root / f"{name}.pem").write_text(getattr(made, kind), encoding="ascii")
    with ExitStack() as held:
        file = root / "scheduler.json"
        _begin(held, root, "scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file))
        _until(lambda: file.exists() and file.read_text(encoding="utf-8").rstrip().endswith("}"))
        address = json.loads(file.read_text(encoding="utf-8"))["address"]
        one = ["--nthreads", "1", "--nanny", "--local-directory", str(root / "dask")]
        nannies = [_begin(held, root, "worker", address, *one) for _ in range(workers)]
        _until(lambda: (root / "dask.log").read_text(encoding="utf-8").count("Registered to") >= workers)
        yield ["--cluster", address, *(f"--tls-{name}={root / f'{name}.pem'}" for name in FILES)], nannies


def _begin(held: ExitStack, root: Path, what: str, *arguments: str) -> int:
    """The number of a process that ends with `held`, and whatever it has started with it."""
    tls = [f"--tls-{'ca-file' if name == 'ca' else name}={root / f'{name}.pem'}" for name in FILES]
    command = [sys.executable, "-m", f"distributed.cli.dask_{what}", "--protocol=tls", "--no-dashboard", *tls]
    with (root / "dask.log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 - our own command
            [*command, *arguments], stdout=log, stderr=log, start_new_session=True
        )
    held.callback(process.wait)
    held.callback(os.killpg, process.pid, signal.SIGKILL)
    return process.pid


def _kill(nanny: int) -> int:
    """Kills the worker that this nanny looks after; returns how many that were."""
    killed = 0
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            told = status.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            if int(told[1]) == nanny and b"spawn_main" in (status.parent / "cmdline").read_bytes():
                os.kill(int(status.parent.name), signal.SIGKILL)
                killed += 1
    return killed


def _until(holds: Callable[[], bool]) -> None:
    while not holds():
        time.sleep(0.1)


def _judgement(folder: Path) -> str:
    """A report without the run."""
    try:
        told = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    except OSError:
        return f"no report in {folder}"
    return json.dumps({key: told[key] for key in told if key != "run"})


def _tell(result: Comparison) -> None:
    here, there = (result.submissions / seconds for seconds in (result.here_seconds, result.cluster_seconds))
    print(f"{result.submissions} submissions behind {result.wall}, {result.workers} at a time, {result.kills} kills")
    print(f"here:    {result.here_seconds} s, {here:.1f} a second, {result.here_mib} MiB")
    print(f"cluster: {result.cluster_seconds} s, {there:.1f} a second, {result.cluster_mib} MiB")
    print(f"ratio of the rates: {result.ratio}")
    print(f"reports that differ: {len(result.wrong)} {result.wrong[:10]}; exit codes {result.exit_codes}")
    print("everything holds" if result.holds else "SOMETHING DOES NOT HOLD")


if __name__ == "__main__":
    sys.exit(main())
