"""Where seeds/ and sql/ lie: at the top level of a checkout, inside the package in a wheel."""

from pathlib import Path

PACKAGE = Path(__file__).parent
WITHIN_WHEEL = PACKAGE / "_shipped"  # pyproject.toml puts them there
ROOT = WITHIN_WHEEL if WITHIN_WHEEL.is_dir() else PACKAGE.parent
SEEDS, SQL = ROOT / "seeds", ROOT / "sql"
