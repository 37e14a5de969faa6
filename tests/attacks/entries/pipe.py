# Hands in a named pipe, on which whoever reads it waits for ever.
# Must be refused without waiting.
# outcome: refused
# says: no ordinary file
import os


def make(folder, name):
    os.mkfifo(folder / f"{name}.py")
