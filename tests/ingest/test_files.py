"""Which files are read: folders, links, strange names and the manifest."""

import os
from datetime import UTC, datetime

import pytest

# The manifest


def test_a_manifest_gives_url_and_time(tmp_path, read, reasons):
    (tmp_path / "below").mkdir()
    for name in ("a.txt", "b.txt", "below/c.txt"):
        (tmp_path / name).write_text(f"Words of {name}")
    (tmp_path / "manifest.csv").write_text(
        "\ufeffpath,url,captured_at,note\r\n"
        "./a.txt,https://gazette.example/a,2025-06-07,kept\r\n"
        "below/c.txt,https://gazette.example/c\r\n"
        ",,\r\n"
    )
    pages, ingested = read(tmp_path)
    assert [(page["source"], page["url"]) for page in pages] == [
        ("a.txt", "https://gazette.example/a"),
        ("b.txt", None),
        ("below/c.txt", "https://gazette.example/c"),
    ]
    assert pages[0]["captured_latest"] == datetime(2025, 6, 8, tzinfo=UTC)
    assert reasons(ingested) == []
    (page,), _ = read(tmp_path / "a.txt")
    assert page["url"] == "https://gazette.example/a"


def test_a_manifest_that_names_a_missing_file_says_so(tmp_path, read, reasons):
    (tmp_path / "a.txt").write_text("Words")
    names = ["gone.txt", "/etc/gone.txt", "../gone.txt", "manifest.csv"]
    (tmp_path / "manifest.csv").write_text("path,url\n" + "".join(f"{n},u\n" for n in names))
    pages, ingested = read(tmp_path)
    assert len(pages) == 1
    assert [reason for _, reason in reasons(ingested)] == ["not found"] * 4
    assert ("gone.txt", "not found") in reasons(ingested)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"name,url\na.txt,u\n", "broken manifest"),
        (b'path,url\na.txt,"u\n', "broken manifest"),
        (b"path,url\na.txt," + b"u" * 200_000, "broken manifest"),
        (b"", "empty"),
        (bytes(range(256)), "binary"),
    ],
)
def test_a_broken_manifest_is_one_reject_and_the_pages_load(tmp_path, content, reason, read_bytes):
    (tmp_path / "a.txt").write_text("Words")
    assert read_bytes(tmp_path, "manifest.csv", content) == (["Words"], [("manifest.csv", reason)])


# Folders and links


def test_links_neither_leave_the_folder_nor_loop(tmp_path, read, reasons):
    raw, outside = tmp_path / "raw", tmp_path / "outside"
    (raw / "z").mkdir(parents=True)
    outside.mkdir()
    (outside / "secret.txt").write_text("Not for you")
    (outside / "manifest.csv").write_text("path,url\nb.txt,https://secret.example\n")
    (raw / "b.txt").write_text("Words")
    (raw / "z" / "c.txt").write_text("More words")
    for name, target in {
        "a": raw / "z",
        "file.txt": outside / "secret.txt",
        "folder": outside,
        "manifest.csv": outside / "manifest.csv",
        "nowhere.txt": tmp_path / "nowhere",
        "self.txt": raw / "self.txt",
        "twin.txt": raw / "b.txt",
        "z/up": raw,
    }.items():
        (raw / name).symlink_to(target)
    os.mkfifo(raw / "pipe.txt")
    pages, ingested = read(raw)
    assert [(page["source"], page["text"], page["url"]) for page in pages] == [
        ("b.txt", "Words", None),
        ("twin.txt", "Words", None),
        ("z/c.txt", "More words", None),
    ]
    assert sorted(reasons(ingested)) == [
        ("a", "link to a folder"),
        ("file.txt", "link out"),
        ("folder", "link out"),
        ("manifest.csv", "link out"),
        ("nowhere.txt", "broken link"),
        ("pipe.txt", "not a file"),
        ("self.txt", "broken link"),
        ("z/up", "link to a folder"),
    ]


def test_the_same_path_in_two_folders_is_taken_once(tmp_path, read, reasons):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(f"Words of {folder}")
    pages, ingested = read(tmp_path / "one", tmp_path / "two", tmp_path / "two" / ".." / "one")
    assert [page["text"] for page in pages] == ["Words of one"]
    assert reasons(ingested) == [("a.txt", "source taken")]
    assert str(tmp_path / "one") in ingested.rejects["detail"][0]


def test_strange_file_names_are_read(tmp_path, read, reasons, rows, write_parquet):
    names = [
        b'it\'s "so"; drop.txt',
        b"new\nline.txt",
        b"50%[*]?.jsonl",
        b"caf\xe9.jsonl",
        b"#1.txt",
    ]
    for name in names:
        content = rows({"text": "Words"}) if name.endswith(b"jsonl") else b"Words"
        (tmp_path / os.fsdecode(name)).write_bytes(content)
    write_parquet(tmp_path / "a.parquet", text=["Words"])
    (tmp_path / "a.parquet").rename(tmp_path / os.fsdecode(b"\xff.parquet"))
    (tmp_path / ".hidden.txt").write_text("Not seen")
    pages, ingested = read(tmp_path)
    assert sorted(page["source"] for page in pages) == [
        "#1.txt",
        "50%[*]?.jsonl#1",
        "\\xff.parquet#1",
        "caf\\xe9.jsonl#1",
        'it\'s "so"; drop.txt',
        "new\nline.txt",
    ]
    assert reasons(ingested) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_one_reject(tmp_path, read, reasons):
    (tmp_path / "closed").mkdir(mode=0)
    (tmp_path / "a.txt").write_text("Words")
    (tmp_path / "a.txt").chmod(0)
    _, ingested = read(tmp_path)
    (tmp_path / "closed").chmod(0o700)
    assert sorted(reasons(ingested)) == [("a.txt", "unreadable"), ("closed", "unreadable")]
