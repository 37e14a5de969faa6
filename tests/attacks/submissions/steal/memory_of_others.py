# Tries to read the memory of its parent by a system call that needs no file.
# Must be denied.
# outcome: full marks
import ctypes
import os

import numpy as np

libc = ctypes.CDLL(None, use_errno=True)


class Piece(ctypes.Structure):
    _fields_ = [("start", ctypes.c_void_p), ("length", ctypes.c_size_t)]


def l2_penalty(W, reg):
    room = ctypes.create_string_buffer(16)
    here, there = Piece(ctypes.addressof(room), 16), Piece(ctypes.addressof(room), 16)
    for pid in (os.getppid(), 1, os.getpid() - 1, os.getpid() + 1):
        for call in (libc.process_vm_readv, libc.process_vm_writev):
            if call(pid, ctypes.byref(here), 1, ctypes.byref(there), 1, 0) >= 0:
                raise AssertionError("BREACH")
    return reg * np.sum(W**2), 2 * reg * W
