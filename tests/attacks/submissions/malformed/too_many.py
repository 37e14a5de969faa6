# Hands over more than two values.
# Must be told so.
# outcome: nothing
# says: another number of values
def l2_penalty(W, reg):
    return tuple(W.ravel()) * 100
