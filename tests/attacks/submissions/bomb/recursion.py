# Tries to recurse without end.
# Must be told so.
# outcome: nothing
# says: RecursionError
def l2_penalty(W, reg):
    return l2_penalty(W, reg)
