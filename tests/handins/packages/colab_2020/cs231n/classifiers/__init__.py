from .linear_classifier import *
from .k_nearest_neighbor import *
