# Hands in entries whose names a spreadsheet would compute: a sum with a minus in front.
# Must stand in the gradebook as names.
# outcome: full marks
# walls: kernel
# entry: -2+3+cmd_A0
# copies: 2
RIGHT = "import numpy as np\n\ndef l2_penalty(W, reg):\n    return reg * np.sum(W**2), 2 * reg * W\n"


def make(folder, name):
    (folder / f"{name}.py").write_text(RIGHT)
