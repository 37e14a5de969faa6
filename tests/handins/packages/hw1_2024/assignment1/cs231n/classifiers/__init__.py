from .linear_classifier import *
from .softmax import *
