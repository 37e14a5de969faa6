# Tries to keep the interpreter busy in C: a regular expression that backtracks for ever.
# Must be stopped.
# walls: kernel
# outcome: nothing
# says: did not finish
import re


def l2_penalty(W, reg):
    return re.match("(a+)+$", "a" * 50 + "b"), W
