# Hands over the right numbers, as text.
# Must be told that text is no number.
# outcome: nothing
# says: a str, not an array of numbers
import numpy as np


def l2_penalty(W, reg):
    return str(reg * np.sum(W**2)), (2 * reg * W).astype(str)
