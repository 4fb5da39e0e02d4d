"""Prefect's settings, from prefect.toml into the environment; to be imported before Prefect."""

import os
import tomllib
from typing import Any

from flows.shipped import PACKAGE


def apply_settings(settings: dict[str, Any], prefix: str = "PREFECT") -> None:
    """Make prefect.toml hold from any folder and for child processes; the environment wins."""
    for name, value in settings.items():
        if isinstance(value, dict):
            apply_settings(value, f"{prefix}_{name.upper()}")
        else:
            os.environ.setdefault(f"{prefix}_{name.upper()}", str(value))


os.environ.setdefault("DO_NOT_TRACK", "1")  # Prefect's client asks this one
# The log goes to Prefect's server, where people look at it; the terminal has lines of our own.
for name in ("HANDLERS_CONSOLE_LEVEL", "INTERNAL_LEVEL"):
    os.environ.setdefault(f"PREFECT_LOGGING_{name}", "CRITICAL")
apply_settings(tomllib.loads((PACKAGE / "prefect.toml").read_text(encoding="utf-8")))
