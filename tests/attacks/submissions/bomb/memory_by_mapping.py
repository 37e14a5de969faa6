# Tries to take memory past the interpreter: mappings of all kinds, larger than its limit.
# Must be denied; the right answer that follows counts.
# outcome: full marks
import ctypes
import mmap

import numpy as np

libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = libc.malloc.restype = libc.calloc.restype = ctypes.c_void_p


def l2_penalty(W, reg):
    huge = 1 << 36
    for flags in (0x22, 0x21, 0x4022):  # private, shared, private without reserve
        if libc.mmap(None, ctypes.c_size_t(huge), 3, flags, -1, ctypes.c_long(0)) not in (None, 2**64 - 1):
            raise AssertionError("BREACH")
    if libc.malloc(ctypes.c_size_t(huge)):
        raise AssertionError("BREACH")
    try:
        mmap.mmap(-1, huge)
    except (OSError, MemoryError, ValueError):
        return reg * np.sum(W**2), 2 * reg * W
    raise AssertionError("BREACH")
