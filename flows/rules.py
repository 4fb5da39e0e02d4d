"""What rows depend on beside the pages: a digest of the rules, so that new ones recut all."""

import hashlib
from functools import lru_cache
from importlib.metadata import version

from flows.shipped import ROOT

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
MODELS = ("sql/core.sql", "sql/marts/*.sql", "sql/checks/**/*.sql")  # core.sql: its descriptions
LIBRARIES = ("langdetect", "tldextract", "polars", "onnxruntime")


@lru_cache
def digest_rules() -> str:
    """16 hex digits over the code, seeds and libraries that rows of core depend on."""
    return digest_files(RULES, [f"{name}=={version(name)}" for name in LIBRARIES])


@lru_cache
def digest_models() -> str:
    """16 hex digits over the marts, checks and descriptions."""
    return digest_files(MODELS, [])


def digest_files(patterns: tuple[str, ...], lines: list[str]) -> str:
    digest = hashlib.sha256("\n".join(lines).encode())
    paths = {path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()}
    for path in sorted(paths):
        if path.suffix != ".pyc":
            digest.update(f"{path.relative_to(ROOT).as_posix()}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]
