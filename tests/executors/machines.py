"""A real scheduler and real workers, each a process of its own, speaking TLS with certificates made as the docs say."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from grader.batch.cluster import ClusterExecutor
from grader.batch.scheduler import cluster_settings, connector

REPOSITORY = Path(__file__).resolve().parents[2]
PATIENCE = 120.0
"""Seconds until something that must happen counts as not happening; only a failing test waits so long."""


def make_certificates(folder: Path) -> Path:
    """By the very commands of docs/cluster.md."""
    folder.mkdir()
    told = (REPOSITORY / "docs" / "cluster.md").read_text(encoding="utf-8")
    commands = re.findall(r"^```sh certificates\n(.*?)^```$", told, re.MULTILINE | re.DOTALL)
    assert len(commands) == 1
    subprocess.run(["sh", "-ec", commands[0]], cwd=folder, check=True, capture_output=True)
    return folder


def until(holds: Callable[[], Any], what: Callable[[], Any] = lambda: "it") -> Any:
    """Looks until something holds, and returns it."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := holds():
            return found
        time.sleep(0.02)
    raise AssertionError(f"not so after {PATIENCE:.0f} s: {what()}")


@dataclass
class Cluster:
    """A scheduler, and workers as they are wanted."""

    root: Path
    certificates: Path | None = None
    environment: dict[str, str] = field(default_factory=dict)
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)
    address: str = ""

    def __enter__(self) -> Self:
        self.begin_scheduler()
        file = self.root / "scheduler.json"
        self.address = until(lambda: file.exists() and address_in(file), self.said)
        return self

    def begin_scheduler(self, port: int = 0) -> None:
        """At any port that is free, or at the one that an earlier one had."""
        protocol, file = "tls" if self.certificates else "tcp", str(self.root / "scheduler.json")
        where = ["--host", "127.0.0.1", "--port", str(port), "--protocol", protocol, "--scheduler-file", file]
        self.scheduler = self._begin("scheduler", where)

    def __exit__(self, *_: object) -> None:
        for process in reversed(self.started):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # with whatever a nanny has started
            process.wait()

    def worker(self, threads: int = 1, *, nanny: bool = False, options: Sequence[str] = ()) -> subprocess.Popen[bytes]:
        """One more; it may take a moment until the scheduler knows it."""
        made = ["--nthreads", str(threads), "--local-directory", str(self.root), *options]
        return self._begin("worker", [self.address, *made, "--nanny" if nanny else "--no-nanny"])

    def executor(self, **arguments: Any) -> ClusterExecutor:
        """As `--cluster` makes it."""
        tls = [self.certificates / name if self.certificates else None for name in ("ca.pem", "cert.pem", "key.pem")]
        connect = connector(cluster_settings(self.address, *tls), insecure=not self.certificates)
        return ClusterExecutor(connect, **arguments)

    def options(self) -> list[str]:
        """For `grader grade`."""
        return ["--cluster", self.address, *(tls_options(self.certificates) if self.certificates else ())]

    def said(self) -> str:
        """What all of them have printed."""
        return "\n".join(path.read_text() for path in sorted(self.root.glob("*.log")))

    def _begin(self, what: str, arguments: Sequence[str]) -> subprocess.Popen[bytes]:
        tls = []
        if self.certificates:
            tls = [f"--tls-{name}={self.certificates / file}" for name, file in FILES.items()]
        command = [sys.executable, "-m", f"distributed.cli.dask_{what}", "--no-dashboard", *tls, *arguments]
        paths = os.pathsep.join([str(REPOSITORY), str(Path(__file__).parent)])
        with (self.root / f"{len(self.started)}-{what}.log").open("wb") as log:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.root,
                env={**os.environ, "PYTHONPATH": paths, **self.environment},
                start_new_session=True,
            )
        self.started.append(process)
        return process


FILES = {"ca-file": "ca.pem", "cert": "cert.pem", "key": "key.pem"}


def tls_options(certificates: Path) -> list[str]:
    """For `grader grade`."""
    return [f"--tls-{name}={certificates / f'{name}.pem'}" for name in ("ca", "cert", "key")]


def address_in(file: Path) -> str:
    """Empty while the file is being written."""
    with suppress(ValueError):
        return str(json.loads(file.read_text())["address"])
    return ""
