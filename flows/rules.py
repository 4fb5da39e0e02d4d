"""What rows depend on beside the pages: the rules of each stage, as one version a stage.

Ids hold within a version of cutting. A version is a digest over the code, the SQL, the weights, the
seeds (the user's own rows included) and the libraries that can change a row of the stage. Comments,
docstrings and blank lines are left out, and names are relative to the package, so that a wheel and
a checkout agree.
"""

import hashlib
import io
import re
import tokenize
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from flows.ingest.columns import read_own_columns
from flows.ingest.limits import read_limits
from flows.seeds import digest_seeds, read_seed
from flows.seeds.tables import Stage as SeedStage
from flows.shipped import PACKAGE, SQL

MODELS = ("core.sql", "macros.sql", "marts/*.sql", "checks/**/*.sql")  # core.sql: descriptions
SQL_COMMENT = re.compile(r"('(?:[^']|'')*'|\"[^\"]*\")|--[^\n]*")


class Stage(NamedTuple):
    """What can change the rows of a stage; patterns below the package, or below sql/."""

    code: tuple[str, ...]
    libraries: tuple[str, ...] = ()
    seeds: SeedStage | None = None  # which tables of seeds/: see digest_seeds
    shared_seeds: tuple[str, ...] = ()  # tables that another stage counts as its own
    settings: tuple[Callable[[], object], ...] = ()  # of the environment


class Versions(NamedTuple):
    """A digest of 16 hex digits a stage, in the order in which the stages run."""

    reading: str  # files -> pages
    cut: str  # pages -> segments and placements
    describe: str  # placements -> outlets, credits, dates; articles -> attributions, quotations
    topics: str  # articles -> topics: apart, as people often add topics to watch
    compare: str  # articles -> reuse, families of quotations, stories


STAGES = {
    "reading": Stage(
        (
            *("text.py", "profiles.py", "reading/exports.py", "reading/front_matter.py"),
            *("ingest/**/*", "warehouse/pages.py"),
        ),
        ("charset-normalizer", "fastwarc", "langdetect", "lxml", "selectolax", "striprtf"),
        shared_seeds=("language_scripts", "export_marks"),
        settings=(read_limits, read_own_columns),
    ),
    "cut": Stage(
        ("text.py", "reading/**/*", "segment/**/*", "sql/core.sql", "warehouse/cuts.py"),
        ("polars", "onnxruntime"),
        "cut",
    ),
    "describe": Stage(
        ("text.py", "profiles.py", "reading/**/*", "describe/*", "sql/resolve/*"),
        ("langdetect", "tldextract"),
        "describe",
    ),
    "topics": Stage(
        ("text.py", "describe/topics/**/*", "search_terms.py", "warehouse/saved_searches.py"),
        (),
        "topics",
        shared_seeds=("common_words",),
    ),
    "compare": Stage(
        ("text.py", "compare/**/*", "sql/compare/*", "warehouse/relations.py"),
        ("polars",),
        "compare",
    ),
}


@lru_cache
def find_versions() -> Versions:
    """The version of each stage, with the seeds as they are now."""
    return Versions(**{name: digest_stage(stage) for name, stage in STAGES.items()})


def digest_versions(versions: Versions) -> str:
    """One version for all stages.

    >>> digest_versions(Versions("a", "b", "c", "d", "e"))
    'dbbc47f2a90b0215'
    """
    return hashlib.sha256("\n".join(versions).encode()).hexdigest()[:16]


@lru_cache
def digest_models() -> str:
    """16 hex digits over the marts and checks, their descriptions included."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in MODELS for path in SQL.glob(pattern)):
        digest.update(f"{path.relative_to(SQL).as_posix()}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@lru_cache
def digest_code() -> str:
    """16 hex digits over all code of the package: what failed with it is tried again with other."""
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.py")):
        digest.update(f"{path.relative_to(PACKAGE).as_posix()}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def find_batch_version() -> str:
    """One version of all that can change what a batch gives, its faults included."""
    return f"{digest_versions(find_versions())}-{digest_code()}"


def digest_stage(stage: Stage) -> str:
    digest = hashlib.sha256()
    for name in stage.libraries:
        digest.update(f"{name}=={version(name)}\n".encode())
    if stage.seeds:
        digest.update(f"seeds {digest_seeds(stage.seeds)}\n".encode())
    for name in stage.shared_seeds:
        digest.update(f"{name} {read_seed(name).rows()}\n".encode())
    for read_settings in stage.settings:
        digest.update(f"settings {read_settings()}\n".encode())
    for name, path in sorted(find_files(stage.code)):
        digest.update(f"{name}\0".encode() + read_rules(path))
    return digest.hexdigest()[:16]


def find_files(patterns: tuple[str, ...]) -> Iterator[tuple[str, Path]]:
    """(name, path) of each file of the patterns; no folder, and nothing that Python caches."""
    for pattern in patterns:
        folder, below = (SQL, pattern[4:]) if pattern.startswith("sql/") else (PACKAGE, pattern)
        for path in folder.glob(below):
            if path.is_file() and "__pycache__" not in path.parts:
                yield f"{folder.name}/{path.relative_to(folder).as_posix()}", path


def read_rules(path: Path) -> bytes:
    """A file without what cannot change a row: comments, docstrings and blank lines."""
    if path.suffix == ".py":
        return strip_python(path.read_text(encoding="utf-8")).encode()
    if path.suffix == ".sql":
        return strip_sql(path.read_text(encoding="utf-8")).encode()
    return path.read_bytes()


def strip_sql(text: str) -> str:
    """
    >>> strip_sql("select '--', 1 -- one")
    "select '--', 1"
    """
    return drop_blank_lines(SQL_COMMENT.sub(lambda match: match[1] or "", text))


def strip_python(text: str) -> str:
    """
    >>> strip_python('def one():\\n    "The number."\\n    return 1  # one')
    'def one():\\n    return 1'
    """
    lines = text.split("\n")
    before = tokenize.NEWLINE
    tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    for token, following in zip(tokens, [*tokens[1:], tokens[-1]], strict=True):
        is_docstring = (
            token.type == tokenize.STRING
            and before in (tokenize.NEWLINE, tokenize.INDENT)
            and following.type in (tokenize.NEWLINE, tokenize.COMMENT)
        )
        if token.type == tokenize.COMMENT or is_docstring:
            blank(lines, token.start, token.end)
        if token.type not in (tokenize.NL, tokenize.COMMENT, tokenize.DEDENT):
            before = token.type
    return drop_blank_lines("\n".join(lines))


def blank(lines: list[str], start: tuple[int, int], end: tuple[int, int]) -> None:
    """Put spaces between two places (line from 1, column)."""
    for number in range(start[0], end[0] + 1):
        line = lines[number - 1]
        first = start[1] if number == start[0] else 0
        last = end[1] if number == end[0] else len(line)
        lines[number - 1] = line[:first] + " " * (last - first) + line[last:]


def drop_blank_lines(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.split("\n") if line.strip())
