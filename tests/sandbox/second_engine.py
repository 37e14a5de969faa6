"""An engine of the tests' own: reached over TCP like one on another machine, with a runtime that has its own kernel.

It shares nothing with the machine's engine but its program, and everything of it lies in one folder.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import docker
import pytest

from grader.sandbox.engine import ENGINE_ERRORS

PATIENCE = 60
"""Seconds until an engine must answer, on a loaded machine."""
RUNSC = {"path": shutil.which("runsc"), "runtimeArgs": ["--platform=ptrace", "--network=none", "--ignore-cgroups"]}
"""gVisor without what tests may not have: hardware for virtual machines, and a network to take over."""


@dataclass(frozen=True)
class SecondEngine:
    """Where it is reached."""

    tcp: str
    unix: str

    def client(self) -> contextlib.closing[docker.DockerClient]:
        """The SDK's; to be entered."""
        return contextlib.closing(docker.DockerClient(self.tcp, timeout=PATIENCE))


def need(reason: str) -> None:
    """Fails in CI, skips elsewhere."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def second_engine(engine, image) -> Iterator[SecondEngine]:
    """It holds the image that the machine's engine has built."""
    if os.geteuid() != 0 or not shutil.which("dockerd"):
        need("needs root and dockerd, to start an engine that is reached over TCP")
    folder = Path(tempfile.mkdtemp(prefix="engine-"))  # short: the address of a socket has room for 107 bytes
    try:
        with _running(folder) as second:
            with second.client() as client:
                client.images.load(b"".join(engine.images.get(image).save(named=True)))
            yield second
    finally:
        _remove(folder)


@contextmanager
def _running(folder: Path) -> Iterator[SecondEngine]:
    second = SecondEngine(f"tcp://127.0.0.1:{_free_port()}", f"unix://{folder}/socket")
    (folder / "daemon.json").write_text(json.dumps({"runtimes": {"runsc": RUNSC} if RUNSC["path"] else {}}))
    places = {"config-file": "daemon.json", "data-root": "data", "exec-root": "run", "pidfile": "pid"}
    command = ["dockerd", *(f"--{option}={folder / name}" for option, name in places.items())]
    command += ["--iptables=false", "--ip6tables=false", "--bridge=none", "-H", second.tcp, "-H", second.unix]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
    try:
        _await_answer(second, process, folder / "log")
        yield second
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


def _await_answer(second: SecondEngine, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        with contextlib.suppress(*ENGINE_ERRORS), second.client() as client:
            client.ping()
            return
        assert process.poll() is None, log.read_text()[-2000:]
        assert time.monotonic() < until, log.read_text()[-2000:]
        time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _remove(folder: Path) -> None:
    """Nothing is removed while something is mounted there: what lies below a mount need not be ours."""
    for _ in range(2):  # what is mounted in a mount shows only once
        mounted = [line.split()[4] for line in Path("/proc/self/mountinfo").read_text().splitlines()]
        for place in sorted((place for place in mounted if place.startswith(f"{folder}/")), reverse=True):
            subprocess.run(["umount", place], check=False)
    assert f" {folder}/" not in Path("/proc/self/mountinfo").read_text()
    shutil.rmtree(folder)
