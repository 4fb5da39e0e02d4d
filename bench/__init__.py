"""Measurements of speed, memory, growth and quality. Figures are printed, never asserted.

Run each as a module, `python -m bench.compare`: this file must run before Polars is imported.
"""

import os

ENVIRONMENT = dict(os.environ)  # of a whole run, which takes the cores that it finds
os.environ["POLARS_MAX_THREADS"] = "1"  # and a stage takes one; Polars reads this once
