"""Which reader read a file: a version for each format, so that a changed reader reads its own files
again and no others.

A version is a digest over the reader's module and all that it imports of the code that reads files,
with their libraries, seeds and settings. What every page goes through is part of each version.
"""

import ast
import hashlib
import json
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from flows import rules
from flows.ingest import Ingested
from flows.ingest.columns import read_own_columns
from flows.ingest.readers import FORMATS
from flows.seeds import read_seed

# What the pages of all formats go through.
COMMON = ("flows/ingest/__init__.py", "flows/warehouse/pages.py")
WITH_COLUMNS = {"csv", "jsonl", "parquet"}  # formats whose rows have named columns
TABLE = "flows/ingest/readers/__init__.py"  # of the formats: of it a version has its own row only


@lru_cache
def find_reader_versions() -> dict[str, str]:
    """16 hex digits by the name of each format."""
    files = dict(rules.find_files(rules.STAGES["reading"].code))
    modules = {name: path for name, path in files.items() if name.endswith(".py")}
    data = sorted(files.keys() - modules.keys())
    imports = {name: list_imports(path) for name, path in modules.items()}
    digests = {
        name: hashlib.sha256(rules.read_rules(path)).hexdigest() for name, path in files.items()
    }
    versions = {}
    for known in FORMATS:
        own = f"{known.read.__module__.replace('.', '/')}.py"
        names = follow_imports((own, *COMMON), imports)
        imported = set().union(*(imports[name] for name in names))
        code = "\n".join(modules[name].read_text(encoding="utf-8") for name in names)
        lines = [
            f"{known.name} {known.record} {known.read.__name__}",
            *(f"{name} {digests[name]}" for name in (*names, *data)),
            *tell_surroundings(imported, code),
        ]
        versions[known.name] = hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
    return versions


def list_imports(path: Path) -> set[str]:
    """What a module imports: files of the package that may be there, and names of libraries."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        for name in names:
            below = name.replace(".", "/")
            found |= {f"{below}.py", f"{below}/__init__.py", name.split(".")[0]}
    return found


def follow_imports(first: tuple[str, ...], imports: dict[str, set[str]]) -> list[str]:
    """The modules that these import, and those that they import, themselves included; sorted."""
    found, ahead = set(first), list(first)
    while ahead:
        new = {name for name in imports[ahead.pop()] if name in imports and name != TABLE} - found
        found |= new
        ahead += new
    return sorted(found)


def tell_surroundings(imported: set[str], code: str) -> Iterator[str]:
    """What else can change a page: libraries, seeds and settings that the code names."""
    stage = rules.STAGES["reading"]
    for name in stage.libraries:
        if name.replace("-", "_") in imported:
            yield f"{name}=={version(name)}"
    for name in stage.shared_seeds:
        if f'"{name}"' in code:
            yield f"{name} {read_seed(name).rows()}"
    for read_settings in stage.settings:
        if f"{read_settings.__module__.replace('.', '/')}.py" in imported:
            yield f"settings {read_settings()}"


def tell_unused_columns(ingested: Ingested) -> Iterator[str]:
    """A line for each column that the user names and that no file of rows has which was read."""
    read = [json.loads(columns) for columns in ingested.files["columns"].drop_nulls()]
    for field, name in read_own_columns().items():
        if read and all(columns.get(field) != name for columns in read):
            yield f"No file that was read has a column {name}: --column {field}={name} did nothing."


def tell_read_again(ingested: Ingested) -> Iterator[str]:
    """A line where readers changed, or the columns that the user names: "12 files are read again:
    their reader or columns changed (csv 12)".
    """
    if count := ingested.read_again.total():
        formats = ", ".join(f"{name} {own:,}" for name, own in sorted(ingested.read_again.items()))
        are = "file is read again: its" if count == 1 else "files are read again: their"
        or_columns = " or columns" if ingested.read_again.keys() & WITH_COLUMNS else ""
        yield f"{count:,} {are} reader{or_columns} changed ({formats})"
