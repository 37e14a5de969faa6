# Tries to fill the report with an exception of ten megabytes.
# Must be cut.
# walls: kernel
# outcome: nothing
# says: ValueError
def l2_penalty(W, reg):
    raise ValueError("x" * 10**7)
