"""Images that other versions of the grader built: which they are, and removing them.

An image is ours by its label or its name, never by a guess. Only our names for it are taken away; what somebody else
has named, or a container still uses, stays.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from grader.errors import WallError
from grader.sandbox.engine import ENGINE_ERRORS, Client, connect, excuse
from grader.sandbox.image.contents import PROGRAM_LABEL, REPOSITORY, contents

BASE = f"{REPOSITORY}-base"
MB = 1_000_000


def prune() -> list[str]:
    """Removes what other versions built and nothing uses; one line for each. WallError if there is no engine."""
    client = connect()
    try:
        return [_removed(client, image, name) for image, name in _leftovers(client)]
    except ENGINE_ERRORS as error:
        raise WallError(f"the images could not be looked through: {excuse(error)}") from error
    finally:
        client.close()


def leftovers(client: Client) -> list[str]:
    """The names of what `prune` would remove."""
    return [name for _, name in _leftovers(client)]


def _leftovers(client: Client) -> list[tuple[Any, str]]:
    used = {container.attrs["ImageID"] for container in client.containers.list(all=True, sparse=True)}
    program = contents().program
    ours = list(_named(client, REPOSITORY))
    kept = [(image, name) for image, name in ours if image.labels.get(PROGRAM_LABEL) == program or image.id in used]
    old = [pair for pair in ours if pair not in kept]
    parents = [image.attrs["RootFS"].get("Layers") or [] for image, _ in kept]
    return [*old, *((image, name) for image, name in _named(client, BASE) if not _carries(image, parents))]


def _carries(base: Any, parents: list[list[str]]) -> bool:
    """Whether any of these stands on this base."""
    layers = base.attrs["RootFS"].get("Layers") or []
    return any(parent[: len(layers)] == layers for parent in parents)


def _named(client: Client, repository: str) -> Iterator[tuple[Any, str]]:
    """Images under this name of ours; podman puts a registry in front of it."""
    for image in client.images.list():
        for name in image.tags:
            if name.rpartition(":")[0] in (repository, f"localhost/{repository}", f"docker.io/library/{repository}"):
                yield image, name


def _removed(client: Client, image: Any, name: str) -> str:
    size = f"{image.attrs['Size'] // MB} MB, shared layers included"
    with contextlib.suppress(*ENGINE_ERRORS):
        client.images.remove(name)
        return f"removed {name} ({size})"
    return f"kept {name}: something uses it"
