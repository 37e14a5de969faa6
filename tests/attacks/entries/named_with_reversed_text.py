# Hands in an entry whose name turns the text after it round, clears the screen and is longer than a line.
# Must be shown without any of it, and be read.
# outcome: full marks
# walls: kernel
# entry: x‮gnp.exe⁦​﻿yz
RIGHT = "import numpy as np\n\ndef l2_penalty(W, reg):\n    return reg * np.sum(W**2), 2 * reg * W\n"


def make(folder, name):
    (folder / f"{name}.py").write_text(RIGHT)
