"""Training and evaluation of the weights that ship with the stages."""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # sums in one order, whatever the machine
