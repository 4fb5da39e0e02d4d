"""What ships says under which licence it is: NOTICE by file, pyproject.toml for all of it."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
NOTICE = (ROOT / "NOTICE").read_text()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def find_licences(expression: str) -> set[str]:
    """The licences of an expression: {"MIT", "CC-BY-4.0"} of "MIT AND CC-BY-4.0"."""
    return set(expression.split(" AND "))


# Files, a line each, and the SPDX expression below them.
ENTRIES = re.findall(r"((?:^\S+\n)+) +SPDX-License-Identifier: (.+)$", NOTICE, re.M)


def test_every_file_that_the_notice_names_is_there():
    assert len(ENTRIES) == NOTICE.count("SPDX-License-Identifier: ") > 0
    named = [file for files, _ in ENTRIES for file in files.split()]
    assert [file for file in named if not (ROOT / file).is_file()] == []


def test_the_package_names_each_licence_of_its_files():
    noticed = set().union(*(find_licences(expression) for _, expression in ENTRIES))
    assert find_licences(PROJECT["license"]) == noticed | {"MIT"}


def test_the_text_of_each_licence_is_there():
    texts = {path.stem for path in (ROOT / "LICENSES").iterdir()}
    assert texts | {"MIT"} == find_licences(PROJECT["license"])
    assert (ROOT / "LICENSE").read_text().startswith("MIT License")
