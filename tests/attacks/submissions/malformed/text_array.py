# Hands over an array of text.
# Must be told so in one sentence.
# outcome: nothing
# says: not of numbers
import numpy as np


def l2_penalty(W, reg):
    return np.array(repr(reg * np.sum(W**2))), (2 * reg * W).astype("U32")
