"""The user's own rows, in the folder that COPYDESK_SEEDS names."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flows.seeds import (
    SeedBroken,
    check_seeds,
    digest_seeds,
    read_frame,
    read_seed,
    read_topic_seed,
)
from flows.seeds.tables import TABLES
from flows.shipped import SEEDS

STAGES = ("cut", "describe", "topics", "compare")


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """The user's folder, empty."""
    folder = tmp_path / "own"
    folder.mkdir()
    monkeypatch.setenv("COPYDESK_SEEDS", str(folder))
    return folder


@pytest.fixture
def write_own(folder) -> Callable[..., Path]:
    """write_own("outlets", "row", ...): a file of the user's."""

    def write(name: str, *rows: str) -> Path:
        path = folder / f"{name}.csv"
        lines = [",".join(TABLES[name].columns), *rows]
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        read_frame.cache_clear()
        return path

    return write


def tell_fault() -> str:
    with pytest.raises(SeedBroken) as raised:
        check_seeds()
    return str(raised.value)


def find_rows(name: str, **fields: str) -> list[tuple]:
    return read_seed(name).filter(**fields).rows()


def test_an_empty_folder_changes_nothing(folder):
    check_seeds()
    assert all(read_seed(name).equals(read_frame(name, SEEDS, None)) for name in TABLES)


def test_one_outlet_stands_behind_ours(write_own):
    write_own("outlets", "port-post,Port Amber Post,publisher,,port-amber.org")
    write_own("outlet_aliases", "Amber Post,port-post,label", "bbc.org,bbc-news,domain")
    check_seeds()
    outlets = read_seed("outlets")
    assert outlets.head(-1).equals(read_frame("outlets", SEEDS, None))
    assert outlets.row(-1) == ("port-post", "Port Amber Post", "publisher", None, "port-amber.org")
    assert read_seed("outlet_aliases")["outlet_id"].tail(2).to_list() == ["port-post", "bbc-news"]


def test_a_row_takes_the_place_of_ours_with_the_same_key(write_own):
    before = read_seed("outlets")
    write_own("outlets", "bbc-news,BBC,publisher,GB,bbc.com")
    write_own("outlet_aliases", "the bbc,reuters,label")  # ours is "The BBC"
    write_own("time_zones", "CET,,,120,")
    check_seeds()
    after = read_seed("outlets")
    assert after["outlet_id"].equals(before["outlet_id"])
    assert find_rows("outlets", outlet_id="bbc-news") == [
        ("bbc-news", "BBC", "publisher", "GB", "bbc.com")
    ]
    labels = read_seed("outlet_aliases").filter(match="label")
    assert labels.filter(labels["alias"].str.to_lowercase() == "the bbc")["outlet_id"].item() == (
        "reuters"
    )
    assert find_rows("time_zones", abbreviation="CET") == [("CET", None, None, 120, None)]


def test_one_topic_to_watch_with_a_term_of_its_own(write_own):
    write_own("watch_topics", "Bakery strike,*,bak*; oven,strike,")
    write_own("topic_terms", "watch:bakery-strike,bread,en", "medtop:09000000,baker*,en")
    check_seeds()
    assert read_topic_seed().row(-1) == ("watch:bakery-strike", "Bakery strike", None, 1, "watch")


def test_all_rows_of_a_topic_to_watch_in_a_language_go_together(write_own):
    own = ["Amnesty ban,en,amnesty,banned,", "Amnesty ban,en,amnesty,outlawed,"]
    write_own("watch_topics", *own)
    check_seeds()
    found = read_seed("watch_topics").filter(name="Amnesty ban")
    assert found["language"].to_list() == ["ar", "de", "en", "en", "es", "fr", "ru", "uk"]
    assert found.filter(language="en")["all"].to_list() == ["banned", "outlawed"]


def test_a_row_that_is_ours_already_changes_nothing(write_own):
    write_own("first_names", read_seed("first_names")["name"][7])
    check_seeds()
    assert read_seed("first_names").equals(read_frame("first_names", SEEDS, None))


def test_a_zone_of_one_country_goes_before_that_of_all(write_own):
    """EST is Sydney's too; the test asks the seed, as the words of dates are read once."""
    from flows.reading.dates.words import read_zones

    write_own("time_zones", "EST,AU,,600,")
    check_seeds()
    assert [zone.offset_minutes for zone in read_zones()["EST"]] == [600, -300]


@pytest.mark.parametrize(
    ("name", "rows", "fault"),
    [
        ("outlets", ["a,A A,publisher,,", "b,B B,blog,,"], 'row 3: kind "blog" is unknown; write '),
        (
            "outlets",
            ["bbc-two,BBC News,publisher,GB,"],
            'row 2: name "BBC News" belongs to bbc-news ',
        ),
        (
            "outlets",
            ["bbc-two,The BBC,publisher,GB,"],
            'row 2: name "The BBC" belongs to bbc-news ',
        ),
        ("outlets", ["bbc-two,BBC 2,publisher,GB,bbc.com"], 'row 2: domain "bbc.com" belongs '),
        ("outlet_aliases", ["BBC 2,bbc-two,label"], 'row 2: outlet_id "bbc-two" is not in '),
        ("outlet_aliases", ["x1,reuters,label", "X1,reuters,label"], 'row 3: alias "X1", match '),
        ("watch_topics", ["amnesty BAN,en,amnesty,,"], 'row 2: name "amnesty BAN" gives '),
        ("topics", ["medtop:15000000,sport,,2,iptc"], 'row 2: level "2" is wrong for medtop:15'),
    ],
)
def test_a_fault_names_the_file_and_row_of_the_user(write_own, name, rows, fault):
    path = write_own(name, *rows)
    assert tell_fault().startswith(f"{path} {fault}")


def test_a_language_of_names_without_capitals_needs_their_words(write_own):
    write_own("speech_languages", f"en,korean{10 * ',false'}")
    assert 'name_form "korean" needs words of kind surname' in tell_fault()


def test_a_file_that_is_no_table_is_told_with_near_names(folder):
    (folder / ".outlets.csv.swp").touch()  # hidden: an editor's own
    check_seeds()
    (folder / "outlet.csv").touch()
    assert tell_fault() == (
        f"{folder}/outlet.csv: no table has this name; "
        "remove it, or rename to outlets.csv or outlet_aliases.csv"
    )
    (folder / "outlet.csv").rename(folder / "qqqq.txt")
    assert "rename to one of age_words.csv, archive_hosts.csv, " in tell_fault()


def test_a_folder_that_is_not_there(folder):
    folder.rmdir()
    assert tell_fault() == (
        f"{folder}: there is no such folder; "
        "COPYDESK_SEEDS must name a folder with seeds of your own"
    )
    folder.touch()
    assert "Not a directory" in tell_fault()


# Digests


def digest_stages() -> Iterator[str]:
    read_frame.cache_clear()
    return map(digest_seeds, STAGES)


def test_a_row_changes_the_digest_of_its_stage_alone(write_own):
    before = list(digest_stages())
    write_own("watch_topics", "Bakery strike,*,bak*,strike,")
    changed = [
        stage for stage, old, new in zip(STAGES, before, digest_stages(), strict=True) if old != new
    ]
    assert changed == ["topics"]


def test_a_file_saved_in_another_way_has_the_same_digest(write_own, folder):
    write_own("outlets", 'a,"A, B",publisher,,', "b,B B,wire,,")
    before = list(digest_stages())
    rows = [["outlet_id", "name", "kind", "country_code", "domain"]]
    rows += [["a", "A, B", "publisher", "", ""], ["b", "B B", "wire", "", ""]]
    with (folder / "outlets.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows)
    assert list(digest_stages()) == before
    assert all(len(digest) == 16 for digest in before)
