import math

def zip_map(f, *arrays):
    return [[f(*values) for values in zip(*rows)] for rows in zip(*arrays)]

def add_forward(x, y):
    return zip_map(lambda a, b: float(a + b), x, y), None

def add_backward(dout, cache):
    return zip_map(float, dout), zip_map(float, dout)

def mul_forward(x, y):
    return zip_map(lambda a, b: float(a * b), x, y), (x.tolist(), y.tolist())

def mul_backward(dout, cache):
    x, y = cache
    return zip_map(lambda g, b: float(g * b), dout, y), zip_map(lambda g, a: float(g * a), dout, x)

def max_forward(x, y):
    return zip_map(lambda a, b: float(max(a, b)), x, y), [x, y]

def max_backward(dout, cache):
    x, y = cache
    dx = zip_map(lambda g, a, b: float(g) if a >= b else 0.0, dout, x, y)
    dy = zip_map(lambda g, a, b: 0.0 if a >= b else float(g), dout, x, y)
    return dx, dy

def one(v):
    if v >= 0:
        return 1 / (1 + math.exp(-v))
    e = math.exp(v)
    return e / (1 + e)

def sigmoid_forward(x):
    out = zip_map(one, x)
    return out, out

def sigmoid_backward(dout, cache):
    return zip_map(lambda g, s: float(g * s * (1 - s)), dout, cache)
