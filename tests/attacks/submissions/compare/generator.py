# Tries to hand over generators and iterators that are to be filled in later.
# Must be told that these are no arrays of numbers.
# outcome: nothing
# says: a generator, not an array of numbers
def l2_penalty(W, reg):
    yield (reg * w for row in W for w in row)
    yield iter([W])
