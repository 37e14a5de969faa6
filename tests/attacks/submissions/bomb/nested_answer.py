# Tries to overrun the stack of whoever walks through its answer: a list in a list in a list, and one in itself.
# Must be told that it is no array.
# outcome: nothing
def l2_penalty(W, reg):
    deep = []
    for _ in range(10**5):
        deep = [deep]
    circle = [1.0]
    circle.append(circle)
    return deep, circle
