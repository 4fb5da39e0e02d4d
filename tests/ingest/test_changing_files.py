"""Files that vanish, are swapped or are written to while a run reads them."""

import os
from pathlib import Path

import pytest

from flows import ingest
from flows.ingest import chunks
from flows.ingest.files import Known

NOW = "changed while it was read"


@pytest.fixture
def after_listing(monkeypatch):
    """after_listing(change): call it once the folders have been listed, before any file is read."""

    def plan(change):
        find = ingest.find_files

        def find_and_change(*arguments):
            found = find(*arguments)
            change()
            return found

        monkeypatch.setattr(ingest, "find_files", find_and_change)

    return plan


@pytest.fixture
def after_hashing(monkeypatch):
    """after_hashing(name, change): call it once the file of that name has been hashed."""

    def plan(name, change):
        hash_content = ingest.hash_content

        def hash_and_change(raw, opened):
            content = hash_content(raw, opened)
            if raw.source == name:
                change()
            return content

        monkeypatch.setattr(ingest, "hash_content", hash_and_change)

    return plan


@pytest.fixture
def raw(tmp_path) -> Path:
    folder = tmp_path / "raw"
    (folder / "below").mkdir(parents=True)
    for name in ("a.txt", "below/b.txt", "c.txt"):
        (folder / name).write_text(f"Words of {name}")
    return folder


def test_a_file_that_vanishes_is_one_reject(raw, read, reasons, after_listing):
    after_listing((raw / "a.txt").unlink)
    pages, ingested = read(raw)
    assert [page["source"] for page in pages] == ["below/b.txt", "c.txt"]
    assert reasons(ingested) == [("a.txt", "vanished")]
    assert "a.txt" not in ingested.files["source"]


def test_a_folder_that_vanishes_is_a_reject_a_file(raw, read, reasons, after_listing):
    after_listing(lambda: (raw / "below").rename(raw.parent / "elsewhere"))
    pages, ingested = read(raw)
    assert [page["source"] for page in pages] == ["a.txt", "c.txt"]
    assert reasons(ingested) == [("below/b.txt", "vanished")]


@pytest.mark.parametrize("name", ["a.txt", "below"])
def test_a_link_that_takes_the_place_of_what_was_listed_is_not_followed(
    raw, read, reasons, after_listing, name
):
    outside = raw.parent / "outside"
    outside.mkdir()
    (outside / "b.txt").write_text("Not for you")

    def swap():
        (raw / name).rename(raw.parent / "moved")
        (raw / name).symlink_to(outside / "b.txt" if name == "a.txt" else outside)

    after_listing(swap)
    pages, ingested = read(raw)
    assert "Not for you" not in [page["text"] for page in pages]
    source = "a.txt" if name == "a.txt" else "below/b.txt"
    assert reasons(ingested) == [(source, "unreadable")]
    assert source not in ingested.files["source"]


def test_a_link_that_is_led_elsewhere_after_listing_is_read_where_it_led(raw, read, after_listing):
    (raw.parent / "secret.txt").write_text("Not for you")
    (raw / "link.txt").symlink_to(raw / "c.txt")

    def lead_out():
        (raw / "link.txt").unlink()
        (raw / "link.txt").symlink_to(raw.parent / "secret.txt")

    after_listing(lead_out)
    pages, _ = read(raw)
    assert {page["source"]: page["text"] for page in pages}["link.txt"] == "Words of c.txt"


def test_a_pipe_that_takes_the_place_of_a_file_is_not_waited_for(raw, read, reasons, after_listing):
    def swap():
        (raw / "a.txt").unlink()
        os.mkfifo(raw / "a.txt")

    after_listing(swap)
    assert reasons(read(raw)[1]) == [("a.txt", "not a file")]


@pytest.mark.parametrize("pages_a_chunk", [1, 2, 100])
@pytest.mark.parametrize("name", ["b.jsonl", "b.txt"])
def test_a_file_that_is_written_to_while_it_is_read_is_read_by_the_next_run(
    tmp_path, read, reasons, rows, after_hashing, monkeypatch, name, pages_a_chunk
):
    monkeypatch.setattr(chunks, "PAGES_A_CHUNK", pages_a_chunk)
    raw = tmp_path / "raw"
    raw.mkdir()
    lines = rows({"text": "One"}, {"text": "Two"}, {"text": 3}, {"text": "Four"})
    (raw / "a.txt").write_text("Before")
    (raw / name).write_bytes(lines)
    (raw / "c.txt").write_text("Behind")

    def write():
        with (raw / name).open("ab") as file:
            file.write(rows({"text": "Five"}))

    with monkeypatch.context():
        after_hashing(name, write)
        pages, ingested = read(raw)
    assert [page["source"] for page in pages] == ["a.txt", "c.txt"]
    assert reasons(ingested) == [(name, NOW)]
    assert ingested.files["source"].to_list() == ["a.txt", "c.txt"]


def test_a_file_that_another_takes_the_place_of_is_read_as_it_was_hashed(
    raw, read, after_hashing, monkeypatch
):
    _, before = read(raw)

    def swap():
        (raw / "new").write_text("Other words")
        (raw / "new").replace(raw / "a.txt")

    with monkeypatch.context():
        after_hashing("a.txt", swap)
        pages, ingested = read(raw)
    found = dict(ingested.files.select("source", "content_hash").iter_rows())
    if "a.txt" in found:  # else the change was seen, and the next run reads it
        assert pages[0]["text"] == "Words of a.txt"
        assert found == dict(before.files.select("source", "content_hash").iter_rows())


def test_an_error_of_the_disk_is_the_files_own(raw, read, reasons, rows, monkeypatch):
    (raw / "b.jsonl").write_bytes(rows({"text": "One"}))
    read_contents = ingest.read_contents

    def fail(contents):
        yield next(contents.rows)
        raise OSError(5, "Input/output error")

    def break_off(known, opened):
        contents = read_contents(known, opened)
        return contents if known.source != "b.jsonl" else contents._replace(rows=fail(contents))

    monkeypatch.setattr(ingest, "read_contents", break_off)
    pages, ingested = read(raw)
    assert [page["source"] for page in pages] == ["a.txt", "below/b.txt", "c.txt"]
    assert reasons(ingested) == [("b.jsonl", "unreadable")]
    assert "b.jsonl" not in ingested.files["source"]


def test_a_disk_that_is_full_is_not_blamed_on_a_file(raw, read, monkeypatch):
    def fail(self):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(chunks, "PAGES_A_CHUNK", 1)
    monkeypatch.setattr(chunks.ChunkWriter, "flush", fail)
    with pytest.raises(OSError, match="No space left"):
        read(raw)


# Manifests that cannot be read


def test_files_keep_what_a_manifest_said_while_it_cannot_be_read(raw, read):
    (raw / "manifest.csv").write_text(
        "path,url,captured_at\na.txt,https://a.example/1,2025-06-07\nbelow/b.txt,https://a.example/2\n"
    )
    _, ingested = read(raw)
    columns = ("source", "content_hash", "manifest_row")
    known = {
        source: Known(content_hash, row)
        for source, content_hash, row in ingested.files.select(columns).iter_rows()
    }
    (raw / "manifest.csv").write_text("name,url\na.txt,https://other.example\n")
    _, ingested = read(raw, known=known)
    assert ingested.unchanged == ["a.txt", "below/b.txt", "c.txt"]

    (raw / "below" / "b.txt").write_text("Other words")
    (raw / "new.txt").write_text("New words")
    pages, ingested = read(raw, known=known)
    assert [(page["source"], page["url"]) for page in pages] == [
        ("below/b.txt", "https://a.example/2"),
        ("new.txt", None),
    ]
    # By other rules of reading everything is read again, with what is known.
    outdated = {source: file._replace(content_hash=None) for source, file in known.items()}
    pages, _ = read(raw, known=outdated)
    assert [page["url"] for page in pages] == [
        "https://a.example/1",
        "https://a.example/2",
        None,
        None,
    ]


def test_a_manifest_that_is_gone_takes_its_urls_with_it(raw, read):
    (raw / "manifest.csv").write_text("path,url\na.txt,https://a.example/1\n")
    _, ingested = read(raw)
    known = dict(ingested.files.select("source", "content_hash").iter_rows())
    (raw / "manifest.csv").unlink()
    (page,), _ = read(raw, known=known)
    assert (page["source"], page["url"]) == ("a.txt", None)


def test_a_manifest_below_a_broken_one_still_speaks(raw, read):
    (raw / "manifest.csv").write_text("name,url\n")
    (raw / "manifest.csv").write_text("name,url\na.txt,u\n")
    (raw / "below" / "manifest.csv").write_text("path,url\nb.txt,https://a.example/2\n")
    pages, ingested = read(raw)
    assert [page["url"] for page in pages] == [None, "https://a.example/2", None]
    (line,) = ingest.tell_broken_manifests(ingested)
    assert line.startswith("manifest.csv cannot be read (broken manifest: ")
