"""Process 1 of a container: knocks at its owner's door and becomes the supervisor on that connection.

Where a socket cannot be mounted, process 1 carries between the container's standard streams and the supervisor.

It runs on the image's interpreter with the packages of the image alone, and is no part of the grader's own program.
One argument, JSON: {"users": number} says which of the ranges of users its children take, "streams" that there is no
door, "spare" which layers of the lock may be missing.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import socket
import sys
from pathlib import Path

PROGRAM, PACKAGES = "/opt/program", "/opt/site-packages"
DOOR = "/run/grader/socket"
WORK = "/work"
"""The workers' temporary folder: a small file system of its own, which a container may not mount anew for each."""


def main() -> None:
    """Returns only if there is no supervisor to become."""
    sys.path[:0] = [PROGRAM, PACKAGES]
    told = json.loads(sys.argv[1])
    owner = _knocked() if not told.pop("streams", False) else importlib.import_module("inside.relay").stand_between()
    settings = {**told, "fd": owner.detach(), "preload": ["numpy", *_importable()], "lasting": WORK}
    sys.argv[1:] = [PROGRAM, json.dumps(settings)]
    supervisor = importlib.import_module("inside.supervisor")
    sys.path.remove(PROGRAM)
    supervisor.main()


def _knocked() -> socket.socket:
    door = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    door.connect(DOOR)
    return door


def _importable() -> list[str]:
    """The packages beside numpy, imported now, because a child can neither wait for that nor write caches."""
    found = []
    for name in sorted(entry.stem for entry in Path(PACKAGES).iterdir() if _is_package(entry)):
        # What needs something that is not here, a display or a compiler, is not offered.
        with contextlib.suppress(Exception):
            importlib.import_module(name)
            found.append(name)
    return found


def _is_package(entry: Path) -> bool:
    if entry.name.startswith(("_", ".")) or entry.stem == "numpy":
        return False
    return entry.suffix == ".py" or (entry / "__init__.py").is_file()


if __name__ == "__main__":
    main()
