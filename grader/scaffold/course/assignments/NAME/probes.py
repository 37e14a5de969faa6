"""How each exercise is called: one function per exercise, named like it.

A probe calls what was handed in and returns what came back, as named arrays and numbers. It never judges.
"""


def mse_loss(student, x, y):
    loss, dx = student.mse_loss(x, y)
    return {"loss": loss, "dx": dx}
