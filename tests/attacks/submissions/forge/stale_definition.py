# Tries to be two functions: right while it is looked for, and another one once the worker holds it.
# Must be judged by what each call returns.
# outcome: nothing
import numpy as np

import sys


def l2_penalty(W, reg):
    return 0.0, 0 * W


right = l2_penalty


class Changing(type(sys)):
    def __getattribute__(self, name):
        if name == "l2_penalty":
            return lambda W, reg: (0.0, W)
        return super().__getattribute__(name)


for module in list(sys.modules.values()):
    if getattr(module, "l2_penalty", None) is right:
        module.__class__ = Changing
