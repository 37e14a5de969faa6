"""The container engine: reaching it, and saying in one plain sentence what it complains about."""

from __future__ import annotations

import os
import socket
import time
from typing import TypeAlias
from urllib.parse import urlsplit

import docker  # type: ignore[import-untyped]
from docker.errors import APIError, DockerException, ImageNotFound, NotFound  # type: ignore[import-untyped]
from docker.types import LogConfig, Mount, Ulimit  # type: ignore[import-untyped]
from requests.exceptions import ConnectionError as RequestsConnectionError
from requests.exceptions import RequestException

from grader.errors import WallError

__all__ = [
    "ENGINE_ERRORS",
    "UNREACHABLE",
    "Client",
    "ImageNotFound",
    "LogConfig",
    "Mount",
    "NotFound",
    "Ulimit",
    "connect",
    "excuse",
    "is_podman",
    "returns",
]

Client: TypeAlias = docker.DockerClient
"""The SDK has no types of its own; this module is the only one that names it."""

ENGINE_ERRORS = (DockerException, RequestException, OSError)
"""What a call through the SDK may raise when the engine refuses, is gone, or answers too late."""

UNREACHABLE = (RequestsConnectionError, ConnectionError, FileNotFoundError)
"""Those of them that say that nobody is there, or is no longer."""
LOCAL = "unix:///var/run/docker.sock"
PORT = 2375
"""Where the SDK looks for an engine at an address without a port; with TLS too."""
PATIENCE = 60
"""Seconds for one answer of the engine: creating a container takes some 0.3, on a loaded machine several."""


def connect() -> Client:
    """A client of the engine that DOCKER_HOST names, else of the local one; WallError if none answers."""
    client = None
    try:
        _knock(os.environ.get("DOCKER_HOST") or LOCAL)
        client = docker.from_env(timeout=PATIENCE)
        client.ping()
    except ENGINE_ERRORS as error:
        if client is not None:
            client.close()
        raise WallError(f"no container engine answers ({excuse(error)}); {_remedy(error)}") from error
    return client


def is_podman(client: Client) -> bool:
    """Whether this is podman, which answers to the same API with a few words of its own."""
    return any("podman" in str(part.get("Name")).lower() for part in client.version().get("Components") or ())


def returns(seconds: float) -> bool:
    """Waits so long for an engine that is being restarted; whether it answers. At once if it is there."""
    until = time.monotonic() + seconds
    while True:
        try:
            _knock(os.environ.get("DOCKER_HOST") or LOCAL)
        except OSError:
            if time.monotonic() >= until:
                return False
            time.sleep(0.2)
        else:
            return True


def _knock(address: str) -> None:
    """OSError if nobody listens at this address; the SDK would leave its socket open then."""
    kind, _, place = address.partition("://")
    if kind == "unix":
        with socket.socket(socket.AF_UNIX) as knock:
            knock.settimeout(PATIENCE)
            knock.connect(place)
    elif kind in ("tcp", "http", "https"):
        host = urlsplit(address)
        with socket.create_connection((host.hostname or "localhost", host.port or PORT), PATIENCE):
            return


def excuse(error: BaseException) -> str:
    """What the engine said, on one line, without the layers of exceptions around it."""
    said = str(error.explanation) if isinstance(error, APIError) and error.explanation else _innermost(error)
    line = " ".join(said.split())
    return line if len(line) <= 300 else f"{line[:297]}..."


def _innermost(error: BaseException) -> str:
    """The operating system's own word where there is one: `No such file or directory: /var/run/docker.sock`."""
    cause: BaseException | None = error
    while cause is not None:
        if type(cause) in (FileNotFoundError, PermissionError, ConnectionRefusedError, TimeoutError):
            return str(cause.args[-1]) if cause.args else type(cause).__name__
        cause = cause.__cause__ or cause.__context__
    return str(error) or type(error).__name__


def _remedy(error: BaseException) -> str:
    if "ermission" in excuse(error):
        return "join its group (`sudo usermod -aG docker $USER`, then log in again)"
    return "start one (`sudo systemctl start docker`) or install one (https://docs.docker.com/engine/install)"
