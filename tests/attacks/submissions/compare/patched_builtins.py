# Tries to make the interpreter itself lie: types, lengths, comparisons, exceptions.
# Must have no effect on anything but its own answers.
# outcome: nothing
import builtins


def l2_penalty(W, reg):
    for name in "abs max min sorted len isinstance all any sum float".split():
        setattr(builtins, name, lambda *rest, **named: True)
    return 0.0, W * 0
