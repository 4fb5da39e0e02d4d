"""A version for the reader of each format: what changes it, and what does not."""

import shutil

import pytest

from flows import reader_versions, rules
from flows.ingest.readers import FORMATS
from flows.reader_versions import COMMON, TABLE, find_reader_versions, follow_imports, list_imports

ALL = {known.name for known in FORMATS}
OF_MARKUP = {"html", "mhtml", "warc", "arc", "wacz", "feed", "jsonfeed", "jsonl", "csv", "parquet"}


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A copy of the code in which a test may change a file."""
    for name, path in (("PACKAGE", rules.PACKAGE), ("SQL", rules.SQL)):
        shutil.copytree(path, tmp_path / path.name, ignore=shutil.ignore_patterns("__pycache__"))
        monkeypatch.setattr(rules, name, tmp_path / path.name)
    find_reader_versions.cache_clear()
    yield tmp_path
    find_reader_versions.cache_clear()


def find_changed(before: dict[str, str]) -> set[str]:
    find_reader_versions.cache_clear()
    after = find_reader_versions()
    return {name for name in before if before[name] != after[name]}


@pytest.mark.parametrize(
    ("name", "formats"),
    [
        ("flows/ingest/readers/parquet.py", {"parquet"}),
        ("flows/ingest/readers/warc.py", {"warc", "arc", "wacz"}),
        ("flows/ingest/readers/feed.py", {"feed", "jsonfeed"}),
        ("flows/ingest/readers/text.py", {"text", "html", "docx", "rtf"}),
        ("flows/ingest/documents.py", {"text", "html", "docx", "rtf"}),
        ("flows/ingest/columns.py", {"jsonl", "csv", "parquet"}),
        ("flows/ingest/markup/text.py", OF_MARKUP),
        ("flows/ingest/pages.py", ALL),
        ("flows/ingest/decode.py", ALL),
        ("flows/text.py", ALL),
        ("flows/segment/label.py", set()),
        (TABLE, set()),
    ],
)
def test_code_changes_the_readers_that_run_it(package, name, formats):
    before = find_reader_versions()
    path = package / name
    path.write_text(path.read_text() + "\nOTHER = 1\n")
    assert find_changed(before) == formats


def test_a_comment_changes_no_reader(package):
    before = find_reader_versions()
    for path in (package / "flows" / "ingest").rglob("*.py"):
        path.write_text(path.read_text() + "\n# The end.\n")
    assert find_changed(before) == set()


def test_libraries_change_the_readers_that_import_them(package, monkeypatch):
    before = find_reader_versions()
    other = {"striprtf": {"rtf"}, "fastwarc": {"warc", "arc", "wacz"}, "selectolax": OF_MARKUP}
    installed = rules.version
    for library, formats in other.items():
        monkeypatch.setattr(
            reader_versions,
            "version",
            lambda name, library=library: "0" if name == library else installed(name),
        )
        assert find_changed(before) == formats


@pytest.mark.parametrize(
    ("name", "value", "formats"),
    [
        ("COPYDESK_TEXT_LIMIT_MB", "7", ALL),
        ("COPYDESK_COLUMNS", "text=words", {"jsonl", "csv", "parquet"}),
    ],
)
def test_settings_change_the_readers_that_go_by_them(package, monkeypatch, name, value, formats):
    before = find_reader_versions()
    monkeypatch.setenv(name, value)
    assert find_changed(before) == formats


def test_all_code_of_reading_is_of_some_reader():
    files = dict(rules.find_files(rules.STAGES["reading"].code))
    modules = {name: path for name, path in files.items() if name.endswith(".py")}
    imports = {name: list_imports(path) for name, path in modules.items()}
    own = [f"{known.read.__module__.replace('.', '/')}.py" for known in FORMATS]
    found = set(follow_imports((*own, *COMMON), imports))
    left = modules.keys() - found - {TABLE}
    assert {name for name in left if rules.read_rules(modules[name])} == set()
