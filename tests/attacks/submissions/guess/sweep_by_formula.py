# Returns the right value with a wrong dW, and answers small steps by a line with the slope of that dW.
# Must earn nothing for the gradient: a right value changes as the reference's gradient says.
# outcome: less than half
# walls: kernel
# says: changes otherwise than it should
import numpy as np

seen = []


def l2_penalty(W, reg):
    near = [(one, value) for one, value in seen if one.shape == W.shape and 0 < np.abs(one - W).max() < 0.2]
    if near:
        return near[-1][1] + 3.0 * np.sum(W - near[-1][0]), W
    seen.append((W.copy(), reg * np.sum(W**2)))
    return seen[-1][1], np.full(W.shape, 3.0)
