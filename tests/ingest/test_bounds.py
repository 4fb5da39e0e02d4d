"""Much of everything is read in bounded memory, and in time that grows as it does.

COPYDESK_TEST_ARCHIVE_MB is the size of the largest archive, unpacked: 5120 for one of 5 GB.
"""

import gzip
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from flows.ingest.limits import MEGABYTE
from tests.ingest.archives import HTML, INFO, TEXT, write_http, write_record

pytestmark = pytest.mark.slow

ARCHIVE_MB = int(os.environ.get("COPYDESK_TEST_ARCHIVE_MB", "512"))
CHILD = """
import json, resource, sys
from collections import Counter
from pathlib import Path
from time import process_time
import flows.ingest.readers.parquet
from flows.ingest import ingest_files
unit = 1 if sys.platform == "darwin" else 1024
measure = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
before, began = measure(), process_time()
found = ingest_files([Path(sys.argv[1])], {}, Path(sys.argv[2]))
print(json.dumps({
    "seconds": process_time() - began,
    "byte_count": measure() - before,
    "page_count": int(found.files["page_count"].sum()),
    "record_count": int(found.files["record_count"].sum()),
    "rejects": Counter(found.rejects["reason"]),
    "others": [json.loads(others) for others in found.files["other_records"].drop_nulls()],
}))
"""


class Read(NamedTuple):
    """What reading a folder gave and took, in a process of its own."""

    seconds: float  # of the processor
    byte_count: int  # of memory, at its most, beyond what the program takes
    page_count: int
    record_count: int
    rejects: dict[str, int]  # by reason
    others: list[dict[str, int]]


def read_apart(raw: Path) -> Read:
    done = subprocess.run(
        [sys.executable, "-c", CHILD, raw, raw.with_name(f"{raw.name}-work")],
        capture_output=True,
        text=True,
        check=True,
    )
    read = Read(**json.loads(done.stdout))
    print(raw.name, read)
    return read


def read_both(folder: Path, write: Callable[[Path, int], None], size: int) -> tuple[Read, Read]:
    """What a quarter of a size takes, and all of it."""
    reads = []
    for amount in (size // 4, size):
        raw = folder / f"raw-{amount}"
        raw.mkdir()
        write(raw, amount)
        reads.append(read_apart(raw))
    short, long = reads
    assert long.seconds <= 8 * short.seconds + 0.5
    return short, long


def test_a_hundred_thousand_small_files(tmp_path):
    def write(raw: Path, count: int) -> None:
        for number in range(count):
            folder = raw / f"{number // 1_000:03}"
            folder.mkdir(exist_ok=True)
            (folder / f"{number}.txt").write_text(TEXT.format(number))

    _, read = read_both(tmp_path, write, 100_000)
    assert (read.page_count, read.rejects) == (100_000, {})
    assert read.byte_count < 300 * MEGABYTE


def test_a_hundred_thousand_small_files_in_one_folder(tmp_path):
    def write(raw: Path, count: int) -> None:
        for number in range(count):
            (raw / f"{number}.txt").write_text(TEXT.format(number))

    _, read = read_both(tmp_path, write, 100_000)
    assert (read.page_count, read.rejects) == (100_000, {})
    assert read.byte_count < 300 * MEGABYTE


def test_a_folder_five_hundred_deep(tmp_path):
    def write(raw: Path, depth: int) -> None:
        for level in range(depth):
            (raw / f"{level}.txt").write_text(TEXT.format(level))
            raw = raw / "in"
            raw.mkdir()

    _, read = read_both(tmp_path, write, 500)
    assert (read.page_count, read.rejects) == (500, {})
    assert read.byte_count < 50 * MEGABYTE


def test_a_folder_deeper_than_paths_are_long_is_a_reject(tmp_path):
    """The system opens no path of more than some thousand characters."""
    raw = tmp_path / "raw"
    raw.mkdir()
    place = os.open(raw, os.O_RDONLY)
    for level in range(500):
        name = f"folder-{level:020}"
        os.mkdir(name, dir_fd=place)
        inside = os.open(name, os.O_RDONLY, dir_fd=place)
        os.close(place)
        place = inside
        os.close(os.open("a.txt", os.O_CREAT | os.O_WRONLY, dir_fd=place))
    os.close(place)
    (raw / "b.txt").write_text(TEXT)
    read = read_apart(raw)
    assert read.page_count == 1
    assert read.rejects["unreadable"] == 1
    assert read.byte_count < 50 * MEGABYTE
    subprocess.run(["rm", "-rf", raw], check=True)  # Python's own goes by paths


# Files that are one reject


def write_long_line(raw: Path, megabytes: int) -> None:
    with (raw / "a.jsonl").open("wb") as file:
        file.write(b'{"text": "One"}\n{"text": "')
        write_words(file.write, megabytes)
        file.write(b'"}\n{"text": "Two"}\n')


def write_long_field(raw: Path, megabytes: int) -> None:
    with (raw / "a.csv").open("wb") as file:
        file.write(b'url,text\n,One\n,"')
        write_words(file.write, megabytes)
        file.write(b'"\n,Two\n')


def write_long_record(raw: Path, megabytes: int) -> None:
    with (raw / "a.warc").open("wb") as file:
        file.write(INFO + write_page(1))
        file.write(begin_record(megabytes * MEGABYTE))
        write_words(file.write, megabytes)
        file.write(b"\r\n\r\n" + write_page(3))


def begin_record(byte_count: int) -> bytes:
    """The beginning of the record of a page that has so many bytes, without them."""
    head = write_http(b"")
    record = write_record("response", "https://gazette.example/2", b"").removesuffix(b"\r\n" * 2)
    length = len(head) + byte_count
    return record.replace(b"Content-Length: 0", b"Content-Length: %d" % length) + head


def write_words(write: Callable[[bytes], object], megabytes: int) -> None:
    words = (b"Words of the harbour, " * 47_663)[: MEGABYTE - 1] + b" "
    for _ in range(megabytes):
        write(words)


@pytest.mark.parametrize("write", [write_long_line, write_long_field, write_long_record])
def test_what_is_over_the_limit_is_one_reject_and_is_not_held(tmp_path, write):
    short, long = read_both(tmp_path, write, 1_200)
    for read in (short, long):
        assert (read.page_count, read.rejects) == (2, {"too large": 1})
    assert long.byte_count < 250 * MEGABYTE


@pytest.mark.parametrize("suffix", [".html.gz", ".txt.gz", ".jsonl.gz", ".csv.gz", ".warc.gz"])
def test_a_gzip_that_unpacks_to_far_more_than_texts_do(tmp_path, suffix):
    """Of spaces: a thousandth of their size, packed."""
    heads = {".html.gz": b"<html>", ".csv.gz": b"text\n"}

    def write(raw: Path, megabytes: int) -> None:
        with gzip.open(raw / f"a{suffix}", "wb") as file:
            file.write(heads.get(suffix, b""))
            if suffix == ".warc.gz":
                file.write(begin_record(megabytes * MEGABYTE))
            for _ in range(megabytes):
                file.write(b" " * MEGABYTE)

    short, long = read_both(tmp_path, write, 6_000)
    for read in (short, long):
        assert read.page_count == 0
        assert sum(read.rejects.values()) == 1
    assert long.byte_count < 250 * MEGABYTE
    assert long.seconds < 4 * short.seconds + 0.5  # what is behind the limit is not read


# A large archive


def write_page(number: int) -> bytes:
    body = HTML.format(number) + f"<p>{TEXT.format(number)}" * 100
    url = f"https://gazette.example/{number}"
    return write_record("response", url, write_http(body.encode()))


def write_archive(raw: Path, megabytes: int) -> None:
    """An archive that unpacks to so many megabytes: in each two pages and an image."""
    rng = random.Random(1)
    with (raw / "a.warc.gz").open("wb") as file:
        file.write(gzip.compress(INFO))
        for number in range(megabytes):
            for record in write_megabyte(number, rng):
                file.write(gzip.compress(record, 1))


def write_megabyte(number: int, rng: random.Random) -> Iterator[bytes]:
    pages = [write_page(2 * number), write_page(2 * number + 1)]
    noise = rng.randbytes(20_000)  # else it would be a bomb
    image = (noise * 60)[: MEGABYTE - sum(map(len, pages)) - 500]
    http = write_http(image, Content_Type="image/png")
    yield from (*pages, write_record("response", f"https://gazette.example/{number}.png", http))


def test_a_large_archive_is_a_stream(tmp_path):
    short, long = read_both(tmp_path, write_archive, ARCHIVE_MB)
    assert (long.page_count, long.rejects) == (2 * ARCHIVE_MB, {})
    assert long.others == [{"response image/png": ARCHIVE_MB, "warcinfo": 1}]
    assert long.record_count == 3 * ARCHIVE_MB + 1
    assert long.byte_count < 250 * MEGABYTE
    assert long.byte_count < short.byte_count + 150 * MEGABYTE
