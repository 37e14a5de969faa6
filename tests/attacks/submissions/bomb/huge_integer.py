# Tries to keep the interpreter busy in C, where it looks at no signal: an integer of hundreds of millions of digits.
# Must be stopped.
# walls: kernel
# outcome: nothing
def l2_penalty(W, reg):
    return 9**9**9, W
