# Tries to tell the grader, by way of the worker's own Tracer, that its wrong penalty was called for whatever the
# elastic net gives: as if that followed from the penalty, which is charged anyway.
# Must not be believed: a call counts only where the reference makes it, and then for what the reference makes of it.
# outcome: nothing
# loses: value of elastic_net_penalty
# spares: l1_penalty
# walls: kernel
import gc

import numpy as np


def l1_penalty(W, reg):
    return reg * np.sum(np.abs(W)), reg * np.sign(W)


def l2_penalty(W, reg):
    return reg * np.sum(np.abs(W) ** 3), reg * np.cos(W)


def elastic_net_penalty(W, reg, beta):
    answer = reg * float(np.sum(W)) + 7.0, W + reg
    for each in gc.get_objects():
        if type(each).__name__ == "Tracer":
            each.told = lambda: told(W, reg, beta, *answer)
    l2_penalty(W, reg)
    l1_penalty(W, reg)
    return answer


def told(W, reg, beta, value, dW):
    """The answer came of every call that one may think of, with all that went in."""
    nothing = ["array", 2, 7]
    numbers = [reg, beta, reg * beta, reg / beta if beta else 1.0]
    calls = [
        {"name": name, "given": [["array", 0, 1], ["plain", float(n)]], "named": {}, "gave": ["tuple", gave, 5]}
        for n in numbers
        for name, gave in (
            ("l2_penalty", [["plain", value], ["array", 1, 2]]),
            ("l1_penalty", [["plain", 0.0], nothing]),
            ("elastic_net_penalty", [["plain", value], ["array", 1, 2]]),
        )
    ]
    return {"arrays": [np.array(W), np.array(dW), np.zeros_like(W)], "calls": calls}
