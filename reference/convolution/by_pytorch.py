"""Convolution and pooling by PyTorch, which differentiates by itself and shares nothing with ours: for the gate."""

from __future__ import annotations

import numpy as np


def conv_forward(x, w, b, conv_param):
    """Cross-correlation with zeros around, as torch computes it."""
    x, w, b = tensors(x, w, b)
    return {"out": convolved(x, w, b, conv_param).detach().numpy()}


def conv_backward(x, w, b, conv_param, dout):
    """Its derivatives, contracted with dout."""
    x, w, b = tensors(x, w, b)
    return derivatives(convolved(x, w, b, conv_param), dout, dx=x, dw=w, db=b)


def max_pool_forward(x, pool_param):
    """The largest of every window."""
    (x,) = tensors(x)
    return {"out": max_pooled(x, pool_param).detach().numpy()}


def max_pool_backward(x, pool_param, dout):
    """Its derivative; unsaid where two pixels of a picture are equal, for a tie may go to either."""
    if any(len(np.unique(channel)) < channel.size for picture in x for channel in picture):
        return {}
    (x,) = tensors(x)
    return derivatives(max_pooled(x, pool_param), dout, dx=x)


def avg_pool_forward(x, pool_param):
    """The mean of every window."""
    (x,) = tensors(x)
    return {"out": avg_pooled(x, pool_param).detach().numpy()}


def avg_pool_backward(x, pool_param, dout):
    """Its derivative."""
    (x,) = tensors(x)
    return derivatives(avg_pooled(x, pool_param), dout, dx=x)


# ---------------------------------------------------------------- what torch calls them


def convolved(x, w, b, conv_param):
    import torch

    return torch.nn.functional.conv2d(x, w, b, stride=conv_param["stride"], padding=conv_param["pad"])


def max_pooled(x, pool_param):
    import torch

    return torch.nn.functional.max_pool2d(x, window(pool_param), stride=pool_param["stride"])


def avg_pooled(x, pool_param):
    import torch

    return torch.nn.functional.avg_pool2d(x, window(pool_param), stride=pool_param["stride"])


def window(pool_param):
    return pool_param["pool_height"], pool_param["pool_width"]


def tensors(*arrays):
    import torch

    return [torch.tensor(array, dtype=torch.float64, requires_grad=True) for array in arrays]


def derivatives(out, dout, **inputs):
    import torch

    gradients = torch.autograd.grad(out, list(inputs.values()), torch.tensor(dout, dtype=torch.float64))
    return {name: gradient.numpy() for name, gradient in zip(inputs, gradients, strict=True)}
