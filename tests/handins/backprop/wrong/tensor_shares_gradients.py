import numpy as np

class Context:
    def save(self, *things):
        self.saved = things

class Function:
    """One operation; subclasses say forward(ctx, ...) and backward(ctx, g)."""
    @classmethod
    def apply(cls, *args):
        ctx = Context()
        tensors = [a if isinstance(a, Tensor) else Tensor(a) for a in args]
        out = Tensor(cls.forward(ctx, *[t.data for t in tensors]), requires_grad=any(t.requires_grad for t in tensors))
        out._fn, out._ctx, out._parents = cls, ctx, tensors
        return out

class Add(Function):
    @staticmethod
    def forward(ctx, a, b):
        return a + b
    @staticmethod
    def backward(ctx, g):
        return g, g

class Sub(Function):
    @staticmethod
    def forward(ctx, a, b):
        return a - b
    @staticmethod
    def backward(ctx, g):
        return g, -g

class Mul(Function):
    @staticmethod
    def forward(ctx, a, b):
        ctx.save(a, b)
        return a * b
    @staticmethod
    def backward(ctx, g):
        a, b = ctx.saved
        return g * b, g * a

class MatMul(Function):
    @staticmethod
    def forward(ctx, a, b):
        ctx.save(a, b)
        return a.dot(b)
    @staticmethod
    def backward(ctx, g):
        a, b = ctx.saved
        return g.dot(b.T), a.T.dot(g)

class Pow(Function):
    @staticmethod
    def forward(ctx, a, n):
        ctx.save(a, n)
        return np.power(a, n)
    @staticmethod
    def backward(ctx, g):
        a, n = ctx.saved
        return n * np.power(a, n - 1) * g, None

class ReLU(Function):
    @staticmethod
    def forward(ctx, a):
        ctx.save(a >= 0)
        return a * (a >= 0)
    @staticmethod
    def backward(ctx, g):
        mask, = ctx.saved
        return (g * mask,)

class Tanh(Function):
    @staticmethod
    def forward(ctx, a):
        e = np.exp(2 * a)
        out = (e - 1) / (e + 1)
        ctx.save(out)
        return out
    @staticmethod
    def backward(ctx, g):
        out, = ctx.saved
        return (g - g * out * out,)

class Exp(Function):
    @staticmethod
    def forward(ctx, a):
        ctx.save(np.exp(a))
        return ctx.saved[0]
    @staticmethod
    def backward(ctx, g):
        return (ctx.saved[0] * g,)

class Log(Function):
    @staticmethod
    def forward(ctx, a):
        ctx.save(a)
        return np.log(a)
    @staticmethod
    def backward(ctx, g):
        return (np.divide(g, ctx.saved[0]),)

class Sum(Function):
    @staticmethod
    def forward(ctx, a):
        ctx.save(a.shape)
        return a.sum()
    @staticmethod
    def backward(ctx, g):
        return (np.full(ctx.saved[0], g),)

def fit(g, like):
    """Undo numpy's broadcasting."""
    g = np.asarray(g)
    extra = g.ndim - like.ndim
    axes = tuple(range(extra)) + tuple(extra + i for i, n in enumerate(like.shape) if n == 1)
    return g.sum(axis=axes).reshape(like.shape) if axes else g

class Tensor:
    def __init__(self, data, requires_grad=False):
        self.data = np.array(data, dtype=float)
        self.requires_grad = requires_grad
        self.grad = None
        self._parents = ()

    def __add__(self, o): return Add.apply(self, o)
    def __radd__(self, o): return Add.apply(o, self)
    def __sub__(self, o): return Sub.apply(self, o)
    def __rsub__(self, o): return Sub.apply(o, self)
    def __mul__(self, o): return Mul.apply(self, o)
    def __rmul__(self, o): return Mul.apply(o, self)
    def __neg__(self): return Mul.apply(self, -1.0)
    def __matmul__(self, o): return MatMul.apply(self, o)
    def __pow__(self, n): return Pow.apply(self, n)
    def relu(self): return ReLU.apply(self)
    def tanh(self): return Tanh.apply(self)
    def exp(self): return Exp.apply(self)
    def log(self): return Log.apply(self)
    def sum(self): return Sum.apply(self)

    def backward(self, grad=None):
        # count for every node how many of its uses are still to come
        pending, todo = {}, [self]
        seen = {id(self)}
        while todo:
            t = todo.pop()
            for p in t._parents:
                pending[id(p)] = pending.get(id(p), 0) + 1
                if id(p) not in seen:
                    seen.add(id(p))
                    todo.append(p)
        collected = {id(self): np.ones(self.data.shape) if grad is None else grad}
        ready = [self]
        while ready:
            t = ready.pop()
            g = collected.pop(id(t))
            if not t._parents:
                if t.requires_grad:
                    t.grad = g if t.grad is None else t.grad + g
                continue
            for p, gp in zip(t._parents, t._fn.backward(t._ctx, g)):
                if gp is not None:
                    gp = fit(gp, p.data)
                    if id(p) in collected:
                        collected[id(p)] += gp
                    else:
                        collected[id(p)] = gp
                else:
                    collected.setdefault(id(p), np.zeros(p.data.shape))
                pending[id(p)] -= 1
                if pending[id(p)] == 0:
                    ready.append(p)
