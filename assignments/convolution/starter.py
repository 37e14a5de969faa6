"""Convolution.

Replace every `raise NotImplementedError(...)` by your own code; `grader check starter.py` tells you
how it does.
"""

import numpy as np


# ------------------------------------------------------------ The size of a convolution's output


def conv_output_size(W, F, S, P):
    """The size of a convolution's output along one axis.

    W: size of the input. F: size of the filter. S: stride. P: zeros added at each end of the input.
    All are whole numbers; S > 0, P >= 0, and the filter is not larger than the padded input.

    Returns the number of places that the filter has, a whole number. Raises ValueError where the filter does not
    fit: where its last place would end before the end of the padded input, or beyond it.
    """
    raise NotImplementedError("conv_output_size is yours to write")


# ------------------------------------------------------------ Convolution, forward


def conv_forward_naive(x, w, b, conv_param):
    """The forward pass of a convolution, as plainly as you like: loops are welcome.

    x: (N, C, H, W) images. w: (F, C, HH, WW) filters, each as deep as the images. b: (F,) biases, one per filter.
    conv_param: {"stride": by how much a filter moves, down and across; "pad": zeros added on each of the four sides}.

    Returns out and cache. out: (N, F, H', W'), where H' = 1 + (H + 2 pad - HH) / stride and W' = 1 + (W + 2 pad - WW)
    / stride. out[n, f, i, j] is the sum of w[f] times the window of the padded image n that begins at row i stride and
    column j stride, plus b[f]. cache: whatever conv_backward_naive needs.
    """
    raise NotImplementedError("conv_forward_naive is yours to write")


# ------------------------------------------------------------ Convolution, backward


def conv_backward_naive(dout, cache):
    """The backward pass of conv_forward_naive, as plainly as you like.

    dout: (N, F, H', W') gradient of some loss with respect to out. cache: what your conv_forward_naive returned.

    Returns the gradients of that loss: dx (N, C, H, W), dw (F, C, HH, WW) and db (F,), as large as x, w and b.
    """
    raise NotImplementedError("conv_backward_naive is yours to write")


# ------------------------------------------------------------ Max pooling, forward


def max_pool_forward_naive(x, pool_param):
    """The forward pass of max pooling, as plainly as you like.

    x: (N, C, H, W) images. pool_param: {"pool_height": rows of a window, "pool_width": columns of a window,
    "stride": by how much the window moves, down and across}. There is no padding.

    Returns out and cache. out: (N, C, H', W'), where H' = 1 + (H - pool_height) / stride and W' = 1 + (W - pool_width)
    / stride: the largest entry of each window, channel by channel. cache: whatever max_pool_backward_naive needs.
    """
    raise NotImplementedError("max_pool_forward_naive is yours to write")


# ------------------------------------------------------------ Max pooling, backward


def max_pool_backward_naive(dout, cache):
    """The backward pass of max_pool_forward_naive, as plainly as you like.

    dout: (N, C, H', W') gradient of some loss with respect to out. cache: what your max_pool_forward_naive returned.

    Returns dx, the gradient of that loss with respect to x, of shape (N, C, H, W). Where several entries of a window
    share the maximum, one of them gets the window's gradient, or they share it.
    """
    raise NotImplementedError("max_pool_backward_naive is yours to write")


# ------------------------------------------------------------ Average pooling


def avg_pool_forward_naive(x, pool_param):
    """The forward pass of average pooling, as plainly as you like.

    x: (N, C, H, W) images. pool_param: {"pool_height": rows of a window, "pool_width": columns of a window,
    "stride": by how much the window moves, down and across}. There is no padding.

    Returns out and cache. out: (N, C, H', W'), where H' = 1 + (H - pool_height) / stride and W' = 1 + (W - pool_width)
    / stride: the mean of each window, channel by channel. cache: whatever avg_pool_backward_naive needs.
    """
    raise NotImplementedError("avg_pool_forward_naive is yours to write")


def avg_pool_backward_naive(dout, cache):
    """The backward pass of avg_pool_forward_naive, as plainly as you like.

    dout: (N, C, H', W') gradient of some loss with respect to out. cache: what your avg_pool_forward_naive returned.

    Returns dx, the gradient of that loss with respect to x, of shape (N, C, H, W).
    """
    raise NotImplementedError("avg_pool_backward_naive is yours to write")
