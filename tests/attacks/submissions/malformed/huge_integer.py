# Hands over an integer of more digits than a number of any machine has.
# Must be told so.
# outcome: nothing
# says: more than 64 bits
def l2_penalty(W, reg):
    return 1 << 10**6, W
