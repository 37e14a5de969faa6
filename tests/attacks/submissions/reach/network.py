# Tries to reach the network: sockets of every family, name look-ups, a web page.
# Must be denied.
# outcome: full marks
# unwalled: breach
import socket
import urllib.request

import numpy as np


met = []


def l2_penalty(W, reg):
    if not met:
        met.append(reach(W, reg))
    return reg * np.sum(W**2), 2 * reg * W


def reach(W, reg):
    families = [family for family in socket.AddressFamily]
    for family in families:
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET):
            try:
                socket.socket(family, kind).close()
            except OSError:
                continue
            raise AssertionError(f"BREACH {family}")
    for way in (
        lambda: socket.create_connection(("127.0.0.1", 80), 1),
        lambda: socket.socketpair(),
        lambda: urllib.request.urlopen("http://127.0.0.1:1/", timeout=1),
        lambda: socket.getaddrinfo("example.org", 80),
    ):
        try:
            way()
        except OSError:
            continue
        raise AssertionError("BREACH")
