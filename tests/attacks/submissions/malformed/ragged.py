# Hands over rows of different lengths.
# Must be told that they make no array.
# outcome: nothing
# says: makes no array of numbers
def l2_penalty(W, reg):
    return [[1.0], [1.0, 2.0]], [[W], W]
