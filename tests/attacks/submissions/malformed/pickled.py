# Hands over a pickle that runs a program when it is loaded.
# Must be told that this is no array of numbers; nothing is ever unpickled.
# outcome: nothing
# says: a bytes, not an array of numbers
import os
import pickle


class Program:
    def __reduce__(self):
        return os.system, ("touch /tmp/@canary@",)


def l2_penalty(W, reg):
    return pickle.dumps(Program()), Program()
