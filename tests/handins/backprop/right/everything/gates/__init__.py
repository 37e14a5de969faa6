from .scalar import *
from .matrix import *
