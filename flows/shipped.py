"""Where seeds/ and sql/ lie: at the top level of a checkout, inside the package in a wheel."""

from collections.abc import Iterable
from pathlib import Path

PACKAGE = Path(__file__).parent
WITHIN_WHEEL = PACKAGE / "_shipped"  # pyproject.toml puts them there
ROOT = WITHIN_WHEEL if WITHIN_WHEEL.is_dir() else PACKAGE.parent
SEEDS, SQL = ROOT / "seeds", ROOT / "sql"


def find_files(patterns: Iterable[str]) -> dict[str, Path]:
    """Files by their names in a checkout, such as "seeds/topics.csv", wherever they lie."""
    folders = {"flows": PACKAGE, "seeds": SEEDS, "sql": SQL}
    found = {}
    for pattern in patterns:
        name, _, rest = pattern.partition("/")
        for path in folders[name].glob(rest):
            if path.is_file() and path.suffix != ".pyc":
                found[f"{name}/{path.relative_to(folders[name]).as_posix()}"] = path
    within_wheel = f"flows/{WITHIN_WHEEL.name}/"
    return {name: path for name, path in sorted(found.items()) if not name.startswith(within_wheel)}
