# Tries to make a text of a terabyte.
# Must be told that this is too much memory.
# outcome: nothing
# says: more memory
def l2_penalty(W, reg):
    return len("W" * 10**12), W
