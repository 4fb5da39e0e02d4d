"""Prefect's settings, from pyproject.toml into the environment; to be imported before Prefect."""

import os
import tomllib

from flows.shipped import ROOT


def apply_settings(settings: dict, prefix: str = "PREFECT") -> None:
    """Make [tool.prefect] hold from any folder and for child processes; the environment wins."""
    for name, value in settings.items():
        if isinstance(value, dict):
            apply_settings(value, f"{prefix}_{name.upper()}")
        else:
            os.environ.setdefault(f"{prefix}_{name.upper()}", str(value))


os.environ.setdefault("DO_NOT_TRACK", "1")  # Prefect's client asks this one
apply_settings(tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["prefect"])
