"""What rows depend on beside the pages: a digest of the rules, so that new ones recut all."""

import hashlib
from functools import lru_cache
from importlib.metadata import version

from flows.shipped import PACKAGE, SEEDS, SQL

# ids hold within a rules version; whatever can change a row of core is part of it.
RULES = (
    "flows/text.py",
    "flows/seeds/**/*",
    "flows/reading/**/*",
    "flows/warehouse/load.py",
    "flows/segment/**/*",
    "flows/describe/**/*",
    "flows/compare/**/*",
    "sql/core.sql",
    "sql/resolve/*.sql",
    "sql/compare/*.sql",
    "seeds/*",
)
MODELS = ("sql/marts/*.sql", "sql/checks/**/*.sql", "sql/comments.sql")
LIBRARIES = ("langdetect", "tldextract", "polars", "onnxruntime")


@lru_cache
def digest_rules() -> str:
    """16 hex digits over the code, seeds and libraries that rows of core depend on."""
    return digest_files(RULES, [f"{name}=={version(name)}" for name in LIBRARIES])


@lru_cache
def digest_models() -> str:
    """16 hex digits over the marts, checks and comments."""
    return digest_files(MODELS, [])


def digest_files(patterns: tuple[str, ...], lines: list[str]) -> str:
    """Files are named as in a checkout, so that a wheel gives the same digest."""
    folders = {"flows": PACKAGE, "seeds": SEEDS, "sql": SQL}
    files = {}
    for pattern in patterns:
        name, _, below = pattern.partition("/")
        for path in folders[name].glob(below):
            if path.is_file() and path.suffix != ".pyc":
                files[f"{name}/{path.relative_to(folders[name]).as_posix()}"] = path
    digest = hashlib.sha256("\n".join(lines).encode())
    for name, path in sorted(files.items()):
        digest.update(f"{name}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]
