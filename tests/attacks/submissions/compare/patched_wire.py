# Tries to change what is sent: json, struct, io, and whatever module of the worker it can find.
# Must earn nothing: it does not know what the right answer is.
# outcome: nothing
import io
import json
import struct
import sys


def l2_penalty(W, reg):
    for module in (json, json.encoder, struct, io, *sys.modules.values()):
        for name in ("dumps", "loads", "pack", "unpack", "exact_array", "exact_arrays", "send", "frame", "observation"):
            if hasattr(module, name):
                setattr(module, name, lambda *rest, **named: {"status": "ok", "verdict": "pass"})
    return 0.0, W * 0
