# Hands in an entry that is called like the gradebook of the class.
# Must be called otherwise: the file is there for the whole class.
# outcome: full marks
# entry: grades.csv
# walls: kernel
RIGHT = "import numpy as np\n\ndef l2_penalty(W, reg):\n    return reg * np.sum(W**2), 2 * reg * W\n"


def make(folder, name):
    (folder / f"{name}.py").write_text(RIGHT)
