"""A container engine of the tests' own, to be restarted and robbed of its image without disturbing anybody else's."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from disturbed import PATIENCE

from grader.errors import WallError
from grader.sandbox.engine import connect
from grader.sandbox.image.build import build
from grader.sandbox.image.contents import contents


class OwnEngine:
    """dockerd with folders and a socket of its own; no network, which the sandbox has no use for."""

    def __init__(self, root: Path) -> None:
        self.root, self.host = root, f"unix://{root}/docker.sock"

    def start(self) -> None:
        """Starts it, and waits until it answers."""
        folders = [f"--data-root={self.root}/data", f"--exec-root={self.root}/exec", f"--pidfile={self.root}/pid"]
        quiet = ["--iptables=false", "--ip6tables=false", "--bridge=none"]
        with (self.root / "log").open("ab") as log:
            command = ["dockerd", "-H", self.host, *folders, *quiet]
            self._process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        until = time.monotonic() + PATIENCE
        while not self._answers():
            assert self._process.poll() is None, (self.root / "log").read_text(encoding="utf-8")[-2000:]
            assert time.monotonic() < until, "the engine does not answer"
            time.sleep(0.1)

    def stop(self) -> None:
        """Ends it as a system does that restarts it: containers end with it."""
        self._process.terminate()
        self._process.wait(PATIENCE)

    def restart(self) -> None:
        """What a package upgrade does."""
        self.stop()
        self.start()

    @contextmanager
    def meant(self) -> Iterator[Any]:
        """A client of it; meanwhile it is the one that this process means, too."""
        before = os.environ.get("DOCKER_HOST")
        os.environ["DOCKER_HOST"] = self.host
        try:
            with closing(connect()) as client:
                yield client
        finally:
            del os.environ["DOCKER_HOST"]
            if before is not None:
                os.environ["DOCKER_HOST"] = before

    def build(self) -> None:
        """The image, unless it is there."""
        with self.meant():
            build(offline=True)

    def remove_image(self) -> None:
        """As somebody does who makes room."""
        with self.meant() as client:
            client.images.remove(contents().tag, force=True)

    def containers(self) -> list[Any]:
        """All, in whatever state."""
        with self.meant() as client:
            return client.containers.list(all=True, ignore_removed=True)

    def _answers(self) -> bool:
        try:
            with self.meant():
                return True
        except WallError:
            return False


def obstacle() -> str:
    """Why no engine can be started here; empty if one can."""
    if os.geteuid() != 0:
        return "root, to start a container engine of its own"
    return "" if shutil.which("dockerd") else "dockerd, to start an engine of its own"
