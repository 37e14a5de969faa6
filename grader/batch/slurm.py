"""Workers as Slurm jobs: the scheduler lives in this process, the jobs reach it over TLS with credentials for one run.

Theory of operation. dask-jobqueue writes the job script and calls sbatch and scancel. The credentials are made when the
batch starts; the workers' half lies, for this user alone, in a folder that Slurm's nodes see too, and is removed at the
end, or by the next grader after a killed one. When this process ends, however it ends, the workers lose their scheduler
and end as well.
"""

from __future__ import annotations

import shlex
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated

import dask
from dask_jobqueue.slurm import SLURMCluster
from distributed import Client
from distributed.security import Security
from pydantic import BaseModel, ConfigDict, Field

from grader.batch.cluster import ClusterExecutor
from grader.batch.scheduler import ANSWER, Minutes, quiet
from grader.batch.settings import read_settings
from grader.errors import UsageError
from grader.sandbox.scratch import scratch, sweep

ROLES = ("scheduler", "worker", "client")
TEND = 30.0
"""Seconds between two looks at whether jobs have gone that others should replace."""
Count = Annotated[int, Field(ge=1, le=10_000)]
Line = Annotated[str, Field(pattern=r"^[^\n\r]*$")]


class SlurmSettings(BaseModel):
    """`--slurm FILE.toml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    workers: Count
    """Jobs."""
    cores: Count = 2
    """Of each job: so many submissions it grades at a time."""
    memory: Line = "8GB"
    """Of each job, students' processes included."""
    walltime: Line = "02:00:00"
    """After which Slurm ends a job; another takes its place while there is work."""
    partition: Line | None = None
    account: Line | None = None
    extra: tuple[Line, ...] = ()
    """More of sbatch's options, such as "--qos=teaching"."""
    prologue: tuple[Line, ...] = ()
    """Lines of shell before the worker starts, such as "module load python"."""
    python: Line | None = None
    """The interpreter on the nodes, with the same grader installed; this one's path if none is given."""
    interface: Line | None = None
    """The network by which nodes reach this machine, such as "ib0"."""
    local: Path | None = None
    """A folder of each node's own for what workers write."""
    shared: Path = Path()
    """A folder that nodes see, too, for credentials; relative to the file's folder, as the next."""
    logs: Path | None = None
    """A folder for what the jobs print; nowhere, if none is given."""
    tls: bool = True
    """false: everything between here and the nodes lies open."""
    patience: Minutes = 60.0
    """Minutes without any worker after which the rest is left open; jobs may have to wait in Slurm's queue."""


def slurm_settings(file: Path) -> SlurmSettings:
    """The settings in this file."""
    found = read_settings(file, SlurmSettings)
    logs = found.logs and (file.parent / found.logs).resolve()
    return found.model_copy(update={"shared": (file.parent / found.shared).resolve(), "logs": logs})


@contextmanager
def slurm_executor(settings: SlurmSettings) -> Iterator[ClusterExecutor]:
    """An executor that submits its jobs when there is work, and cancels them at the end."""
    if shutil.which("sbatch") is None:
        raise UsageError("--slurm needs sbatch, which is not here: log in to a machine from which jobs are submitted")
    with ExitStack() as held:
        started: list[SLURMCluster] = []

        def connect() -> Client:
            if not started:
                started.append(held.enter_context(_jobs(settings)))
            return Client(started[0], timeout=ANSWER, set_as_default=False)

        yield ClusterExecutor(connect, settings.patience * 60, tend=_tending(started, settings.workers))


@contextmanager
def _jobs(settings: SlurmSettings) -> Iterator[SLURMCluster]:
    quiet()
    try:
        sweep(settings.shared)
        settings.shared.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{settings.shared} cannot be used as a shared folder: {error.strerror}") from error
    # What the scheduler tells by HTTP is told to everybody on the machine: nothing.
    silent: dict[str, list[str]] = {"distributed.scheduler.http.routes": [], "distributed.worker.http.routes": []}
    with (
        scratch("slurm", settings.shared) as folder,
        dask.config.set(silent),
        _described(settings, folder) as cluster,
    ):
        _demand_accepted(cluster.job_script(), folder)
        cluster.scale(jobs=settings.workers)
        yield cluster


def _described(settings: SlurmSettings, folder: Path) -> SLURMCluster:
    """The scheduler, running, and what its jobs will be."""
    output = [] if settings.logs else ["--output=/dev/null", "--error=/dev/null"]
    try:
        return SLURMCluster(
            cores=settings.cores,
            processes=1,
            memory=settings.memory,
            walltime=settings.walltime,
            queue=settings.partition,
            account=settings.account,
            job_extra_directives=[*output, *settings.extra],
            job_script_prologue=list(settings.prologue),
            python=settings.python,
            interface=settings.interface,
            local_directory=settings.local and str(settings.local),
            log_directory=settings.logs and str(settings.logs),
            security=_credentials(folder) if settings.tls else None,
            scheduler_options={"dashboard": False, "dashboard_address": "127.0.0.1:0"},
            worker_extra_args=["--no-dashboard"],
            job_name="grader",
            silence_logs="CRITICAL",
        )
    except (ValueError, OSError, RuntimeError) as error:
        raise UsageError(f"--slurm: Dask cannot make a cluster of these settings: {error}") from error


def _credentials(folder: Path) -> Security:
    """Made for this one run, in files that this user alone can read: their paths stand in the jobs' commands."""
    if shlex.quote(str(folder)) != str(folder):
        raise UsageError(f"--slurm: {folder.parent} cannot hold credentials: a shell would not take it as one word")
    made = Security.temporary()
    files = {}
    for name in ("ca_file", "worker_cert", "worker_key"):
        files[name] = folder / f"{name}.pem"
        files[name].touch(mode=0o600)
        files[name].write_text(getattr(made, f"tls_{name}"), encoding="ascii")
    paths = {f"tls_{role}_{kind}": str(files[f"worker_{kind}"]) for role in ROLES for kind in ("cert", "key")}
    return Security(require_encryption=True, tls_ca_file=str(files["ca_file"]), **paths)


def _demand_accepted(script: str, folder: Path) -> None:
    """Asks Slurm whether it would run such a job; what it says otherwise would be seen by nobody."""
    file = folder / "job.sh"
    file.write_text(script, encoding="utf-8")
    asked = subprocess.run(["sbatch", "--test-only", str(file)], capture_output=True, text=True, check=False)  # noqa: S603, S607 - the site's own sbatch
    if asked.returncode != 0:
        said = " ".join(asked.stderr.split())
        raise UsageError(f"--slurm: Slurm does not take such jobs: {said}")


def _tending(started: list[SLURMCluster], workers: int) -> Callable[[], None]:
    """Submits jobs in place of those that have ended."""
    last = time.monotonic()

    def tend() -> None:
        nonlocal last
        if started and time.monotonic() - last > TEND:
            last = time.monotonic()
            started[0].scale(jobs=workers)

    return tend
