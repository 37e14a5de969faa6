# Tries to speak to a container engine, the system's bus or the log, through their sockets.
# Must be denied.
# outcome: full marks
import socket

import numpy as np

PLACES = """
/var/run/docker.sock /run/docker.sock /run/podman/podman.sock /run/containerd/containerd.sock /dev/log
/run/dbus/system_bus_socket /run/systemd/private /door/socket /tmp/.X11-unix/X0
""".split()


met = []


def l2_penalty(W, reg):
    if not met:
        met.append(reach(W, reg))
    return reg * np.sum(W**2), 2 * reg * W


def reach(W, reg):
    for place in (*PLACES, "\0abstract"):
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_SEQPACKET):
            try:
                socket.socket(socket.AF_UNIX, kind).connect(place)
            except OSError:
                continue
            raise AssertionError(f"BREACH {place!r}")
