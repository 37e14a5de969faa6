# Hands over nothing at all.
# Must be told so.
# outcome: nothing
# says: None
def l2_penalty(W, reg):
    return None, None
