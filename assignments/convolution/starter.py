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


# ------------------------------------------------------------ Counting parameters


def count_parameters(layers):
    """The number of parameters of each layer of a network, weights and biases.

    layers: a list of rows, from input to output; each row is a dictionary.
        {"kind": "input", "shape": [C, H, W]}: channels, rows, columns; the first row
        {"kind": "conv", "filters": F, "size": [HH, WW], "stride": S, "pad": P}: one bias per filter
        {"kind": "pool", "size": [HH, WW], "stride": S}: no padding
        {"kind": "dense", "units": M}: one bias per unit
    A dense layer is connected to every entry of what comes in. No layer leaves a remainder.

    Returns a list with one whole number per row; an input and a pooling have 0.
    """
    raise NotImplementedError("count_parameters is yours to write")


# ------------------------------------------------------------ Filters on images


def apply_filter(image, kernel):
    """The image, filtered: every pixel becomes a weighted sum of itself and its neighbours.

    image: (H, W) of grey values, or (H, W, C) with the colours last; each colour is filtered by itself. Numbers of any
    type, bytes too. kernel: (HH, WW), both odd. It is laid on as it is, not flipped, with its middle on the pixel.

    Returns floats of the image's shape, neither rounded nor cut off at 0 or 255. Beyond the border there are zeros.
    """
    raise NotImplementedError("apply_filter is yours to write")


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


# ------------------------------------------------------------ Convolution as one matrix product, forward


def conv_forward_im2col(x, w, b, conv_param):
    """The same inputs and outputs as conv_forward_naive, without a loop over the places of the filters.

    Lay out every window as a row of a matrix ("image to columns"); then one matrix product does the work of all
    filters at all places.
    """
    raise NotImplementedError("conv_forward_im2col is yours to write")


# ------------------------------------------------------------ Convolution as one matrix product, backward


def conv_backward_im2col(dout, cache):
    """The backward pass of conv_forward_im2col, without a loop over the places of the filters.

    dout: (N, F, H', W') gradient of some loss with respect to out. cache: what your conv_forward_im2col returned.

    Returns the gradients of that loss: dx (N, C, H, W), dw (F, C, HH, WW) and db (F,).
    """
    raise NotImplementedError("conv_backward_im2col is yours to write")


# ------------------------------------------------------------ A three-layer convolutional network


class ThreeLayerConvNet:
    """Convolution - ReLU - 2x2 max pooling - affine - ReLU - affine - softmax.

    The filters move by 1, over images padded with zeros so that height and width stay what they are (the filters have
    odd sides, F by F; H and W are even). The pooling has windows of 2 by 2 at stride 2.

    self.params: W1 (num_filters, D, F, F) and b1 (num_filters,) of the convolution; W2 (P, hidden_dim) and b2
    (hidden_dim,), where P = num_filters·H/2·W/2; W3 (hidden_dim, num_classes) and b3 (num_classes,). The rows of W2
    belong to the entries of the pooled maps in C order: filter by filter, row by row.
    """

    def __init__(
        self,
        input_dim=(3, 32, 32),
        num_filters=32,
        filter_size=7,
        hidden_dim=100,
        num_classes=10,
        weight_scale=1e-3,
        reg=0.0,
        dtype=np.float32,
    ):
        """Make the parameters: weights are drawn from a normal distribution of mean 0, biases are 0.

        input_dim: (D, H, W) of one image. weight_scale: standard deviation of the weights. reg: strength of the
        penalty. dtype: type of all parameters.
        """
        raise NotImplementedError("ThreeLayerConvNet.__init__ is yours to write")

    def loss(self, X, y=None):
        """The scores of a batch; with labels, its loss and the gradients.

        X: (N, D, H, W) images. y: (N,) labels, 0 <= y[i] < num_classes, or None.

        Returns the scores, (N, num_classes), if y is None. Else the loss, the mean softmax loss of the batch plus
        ½·reg·(sum of the squares of W1, W2 and W3), and a dictionary of its gradients with the keys of self.params.
        """
        raise NotImplementedError("ThreeLayerConvNet.loss is yours to write")
