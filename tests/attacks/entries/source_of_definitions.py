# Hands in five thousand definitions of the function that is graded.
# Must harm nobody; the last one counts, as in Python.
# outcome: full marks
RIGHT = "import numpy as np\n\ndef l2_penalty(W, reg):\n    return reg * np.sum(W**2), 2 * reg * W\n"


def make(folder, name):
    (folder / f"{name}.py").write_text("def l2_penalty(W, reg): return 0\n" * 5_000 + RIGHT)
