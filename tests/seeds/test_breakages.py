"""Every broken seed of any table is one line: its file and row, the fault, and what to write."""

import csv
import io
import os
import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows import seeds
from flows.errors import CopydeskError
from flows.seeds import SeedBroken, check_seeds
from flows.seeds.checks import check_tables
from flows.seeds.rows import Rows, read_rows
from flows.seeds.tables import TABLES, Content
from flows.shipped import SEEDS

BROKEN, STARTING = 5, 40  # the row that is broken, as an editor counts, and how many are read
UNKNOWN = {
    "speech_words": "xx",
    "segment_kinds": "poll",
    "outlets": "no-such-outlet",
    "topics": "medtop:99999999",
}
# Rows of a table that ships with none.
CORRECTIONS = b"".join(
    b"%032x,a.txt,%s\n" % (number, rest)
    for number, rest in enumerate(
        (
            b"kind,0,9,headline",
            b"role,20,90,embedded",
            b"outlet_id,20,90,bbc-news",
            b"authors,,,Ada Quill; Bo Dal",
            b"published,,,2025-05-19",
            b"outlet_id,,,",
        )
    )
)
SEARCHES = b"".join(
    b'Search %d,"""port amber"" ferry -strike",harbour-gazette,medtop:01000000,en,headline\n'
    % number
    for number in range(6)
)
OWN_ROWS = {"corrections": CORRECTIONS, "saved_searches": SEARCHES}
# One of these no field with a rule may hold.
WRONG = ("zzz", "Not Right!", "!!!", "ABC", "“a”", "1", "0.07")


@pytest.fixture(scope="module")
def tables() -> dict[str, Rows]:
    """All tables as they are."""
    return {name: seeds.read_table(name, SEEDS, None) for name in TABLES}


@pytest.fixture
def check_broken(tables, tmp_path, monkeypatch) -> Callable[[str, bytes | None], str]:
    """What check_seeds says if one file of seeds/ has this content; None: it is not there."""
    read_table = seeds.read_table

    def check(name: str, content: bytes | None) -> str:
        if content is not None:
            (tmp_path / f"{name}.csv").write_bytes(content)
        monkeypatch.setattr(
            seeds,
            "read_table",
            lambda other, _, own: (
                read_table(name, tmp_path, own) if other == name else tables[other]
            ),
        )
        with pytest.raises(SeedBroken) as raised:
            check_seeds()
        return str(raised.value)

    return check


def is_told(message: str, name: str, line: int) -> bool:
    """Whether a message is one line with file and row, the fault, and what to do."""
    return re.fullmatch(rf"seeds/{name}\.csv row {line}: [^\n]+; [^\n]+", message) is not None


def test_all_rows_with_wrong_fields_are_told_at_once(tmp_path, monkeypatch):
    monkeypatch.setenv("COPYDESK_SEEDS", str(tmp_path))
    (tmp_path / "outlets.csv").write_text(
        "outlet_id,name,kind,country_code,domain\nfirst,First,paper,GB,\nsecond,Second,wire,Britain,\n"
    )
    words = "".join(f"Topic {number},nolanguage,ferry,,\n" for number in range(12))
    (tmp_path / "watch_topics.csv").write_text(f"name,language,any,all,none\n{words}")
    with pytest.raises(SeedBroken) as broken:
        check_seeds()
    told = str(broken.value).split("\n")
    assert [line.split(": ")[0].removeprefix(f"{tmp_path}/") for line in told] == [
        "outlets.csv row 2",
        "outlets.csv row 3",
        *(f"watch_topics.csv row {number}" for number in range(2, 12)),
        "and 2 more",
    ]


def read_start(name: str) -> bytes:
    """The first rows of a table: what is wrong in one of them is told before all else."""
    content = (SEEDS / f"{name}.csv").read_bytes()
    content += OWN_ROWS.get(name, b"")
    return b"".join(content.splitlines(keepends=True)[:STARTING])


def read_csv(name: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(read_start(name).decode())))


def write_csv(records: list[list[str]]) -> bytes:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(records)
    return file.getvalue().encode()


def find_wrong(content: Content) -> str | None:
    return next((value for value in WRONG if not content.is_right(value)), None)


def change_field(name: str, column_name: str, value: str) -> bytes:
    records = read_csv(name)
    records[BROKEN - 1][list(TABLES[name].columns).index(column_name)] = value
    return write_csv(records)


def change_line(name: str, change: Callable[[bytes], bytes], line: int = BROKEN) -> bytes:
    lines = read_start(name).split(b"\n")
    lines[line - 1] = change(lines[line - 1])
    return b"\n".join(lines)


# Whole files and their form

FORMS: dict[str, tuple[Callable[[str], bytes], int]] = {
    "empty file": (lambda _: b"", 1),
    "blank file": (lambda _: b"\n\n\r\n", 1),
    "no row": (lambda name: change_line(name, bytes, 1).split(b"\n")[0] + b"\n", 1),
    "no header": (lambda name: read_start(name).split(b"\n", 1)[1], 1),
    "misspelt header": (lambda name: change_line(name, lambda line: b"x" + line, 1), 1),
    "reordered header": (
        lambda name: change_line(name, lambda line: b",".join([*line.split(b",")[::-1], b""]), 1),
        1,
    ),
    "column more": (lambda name: change_line(name, lambda line: line + b",note", 1), 1),
    "semicolons": (
        lambda name: change_line(name, lambda line: line.replace(b",", b";") + b";", 1),
        1,
    ),
    "unquoted comma": (lambda name: change_line(name, lambda line: line + b",x"), BROKEN),
    "quote inside": (lambda name: change_line(name, lambda line: b'a"' + line), BROKEN),
    "quote left open": (
        lambda name: change_line(name, lambda line: b'"' + line.replace(b'"', b"")),
        BROKEN,
    ),
    "text behind a quote": (lambda name: change_line(name, lambda line: b'"a"' + line), BROKEN),
    "Latin-1": (lambda name: change_line(name, lambda line: b"\xe4" + line), BROKEN),
    "UTF-16": (lambda name: read_start(name).decode().encode("utf-16"), 1),
    "NUL": (lambda name: change_line(name, lambda line: b"\0" + line), BROKEN),
    "no-width space": (lambda name: change_line(name, lambda line: b"\xe2\x80\x8b" + line), BROKEN),
    "line ends of old Macs": (
        lambda name: read_start(name).replace(b"\n", b"\r"),
        1,
    ),
    "white space": (lambda name: change_line(name, lambda _: b"  "), BROKEN),
    "commas alone": (
        lambda name: change_line(name, lambda _: b" " + b"," * (len(TABLES[name].columns) - 1)),
        BROKEN,
    ),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", TABLES)
def test_a_file_in_a_wrong_form(check_broken, name, form):
    if form == "no row" and TABLES[name].may_be_empty:
        pytest.skip("this table may be empty")
    make, line = FORMS[form]
    message = check_broken(name, make(name))
    assert is_told(message, name, line), message


@pytest.mark.parametrize("name", [name for name in TABLES if len(TABLES[name].columns) > 1])
def test_a_field_too_few(check_broken, name):
    records = read_csv(name)
    records[BROKEN - 1].pop()
    message = check_broken(name, write_csv(records))
    assert is_told(message, name, BROKEN), message


@pytest.mark.parametrize("name", TABLES)
def test_a_missing_file(check_broken, name):
    assert check_broken(name, None) == f"seeds/{name}.csv: the file is missing; restore it"


def test_a_folder_in_the_place_of_a_file(check_broken, tmp_path):
    (tmp_path / "outlets.csv").mkdir()
    assert check_broken("outlets", None) == (
        "seeds/outlets.csv: this is a folder; put a CSV file in its place"
    )


def test_a_pipe_in_the_place_of_a_file(check_broken, tmp_path):
    os.mkfifo(tmp_path / "outlets.csv")
    assert "no regular file" in check_broken("outlets", None)


def test_a_file_that_may_not_be_read(check_broken, tmp_path):
    (tmp_path / "outlets.csv").touch(mode=0)
    if os.access(tmp_path / "outlets.csv", os.R_OK):
        pytest.skip("this user may read all files")
    assert check_broken("outlets", None) == (
        "seeds/outlets.csv: the file may not be read; change its permissions"
    )


# Fields


COLUMNS = [(name, column) for name, table in TABLES.items() for column in table.columns]


@pytest.mark.parametrize(("name", "column_name"), COLUMNS)
def test_a_field_that_holds_what_it_may_not(check_broken, name, column_name):
    column = TABLES[name].columns[column_name]
    values = ["x" * 1_000_000]
    if column.is_required:
        values += ["", "  "]
    elif not column.content.is_spaced_freely:
        values += [" "]
    if not column.content.is_spaced_freely:
        values += [f" {read_csv(name)[BROKEN - 1][0]}", "a\nb", "a\u00a0b"]
    if wrong := find_wrong(column.content):
        values.append(wrong)
    for value in values:
        message = check_broken(name, change_field(name, column_name, value))
        assert is_told(message, name, BROKEN), message


def test_most_columns_have_a_rule_that_is_tried():
    free = {pair for pair in COLUMNS if not find_wrong(TABLES[pair[0]].columns[pair[1]].content)}
    assert free == {("watch_topics", "any"), ("watch_topics", "all"), ("watch_topics", "none")} | {
        ("credit_phrases", "phrase"),
        ("corrections", "page"),
    }


@pytest.mark.parametrize("name", TABLES)
def test_a_row_twice(check_broken, name):
    records = read_csv(name)
    message = check_broken(name, write_csv([*records, records[BROKEN - 1]]))
    assert is_told(message, name, len(records) + 1), message
    assert f"stands in row {BROKEN} too" in message


@pytest.mark.parametrize(
    ("name", "column_name"),
    [pair for pair in COLUMNS if TABLES[pair[0]].columns[pair[1]].refers_to],
)
def test_a_reference_to_nothing(check_broken, name, column_name):
    text = (SEEDS / f"{name}.csv").read_text(encoding="utf-8")
    records = list(csv.reader(io.StringIO(text + OWN_ROWS.get(name, b"").decode())))
    number = list(TABLES[name].columns).index(column_name)
    line = next(line for line, row in enumerate(records[1:], 2) if row[number])
    records[line - 1][number] = UNKNOWN[TABLES[name].columns[column_name].refers_to[0]]
    message = check_broken(name, write_csv(records))
    assert is_told(message, name, line), message
    assert "add it there" in message


# Rules

TEXT = 32 * "a"
RULES = [
    ("outlets", "bbc-two,BBC News,publisher,GB,", "belongs to bbc-news"),
    ("outlets", "bbc-two,BBC Two,publisher,GB,bbc.co.uk", "belongs to bbc-news"),
    ("outlets", "bbc-two,BBC Two,blog,GB,", 'kind "blog" is unknown; write publisher, wire or agg'),
    ("outlets", "bbc-two,BBC Two,publisher,UK,", "write one such as FR or GB"),
    ("outlets", "bbc-two,BBC Two,publisher,GB,https://bbc.co.uk", "write one such as example.org"),
    ("outlets", "BBC_Two,BBC Two,publisher,GB,", "is no slug"),
    ("outlet_aliases", "BBC News,reuters,label", "belongs to bbc-news"),
    ("outlet_aliases", "bbc.co.uk,reuters,domain", "belongs to bbc-news"),
    ("outlet_aliases", "BBC Newz,bbc-newz,label", "add it there or write bbc-news"),
    ("outlet_aliases", "Reuters/x,reuters,domain", "is no domain"),
    ("outlet_aliases", "Reuters,reuters,phrase", "write 8 characters or more"),
    ("outlet_aliases", "«Reuters News»,reuters,phrase", "begin and end it with a letter"),
    ("age_words", "en,form,{count} {units} since,", "write {count} and {unit} once each"),
    ("age_words", "en,form,{count} since,", "write {count} and {unit} once each"),
    ("age_words", "en,form,{count} {unit} since,1 day", "write nothing"),
    ("age_words", "en,unit,fortnight,14 day", "write second, minute"),
    ("age_words", "en,number,dozen,twelve", "a whole number from 1 to 999"),
    ("age_words", "en,phrase,of old,long", "such as 1 day"),
    ("age_words", "en,phrase,of old,", "such as 1 day"),
    ("age_words", "xx,form,{count} {unit} xx,", "has no row of kind unit"),
    ("language_scripts", "xx,Latin,aa,", "a letter twice"),
    ("language_scripts", "xx,Latin,aB,", "no small letter"),
    ("language_scripts", "xx,Latin,ab,c", "not all in letters"),
    ("speech_words", "xx,verb,xxed", "no row of kind adverb"),
    ("speech_words", ",verb,xxed", "language is empty"),
    ("speech_words", "en,particle,xx", "leave it empty"),
    ("speech_languages", f"xx,capitals{10 * ',false'}", "is not in speech_words.csv"),
    ("speech_languages", f"pt-br,capitals{10 * ',false'}", "is no language code"),
    ("speech_languages", f"xx,letters{10 * ',false'}", "write capitals, first_names, chinese"),
    ("time_zones", "XXT,,,2,", "a multiple of 15"),
    ("time_zones", "XXT,,,900,", "from -720 to 840"),
    ("time_zones", "Xxt,,,120,", "capital letters such as CEST"),
    ("months", "xx,xxember,13,", "from 1 to 12"),
    ("months", "xx,Xxember,12,", "capital letters"),
    ("weekdays", "xx,xxday,0", "from 1 to 7"),
    ("common_words", "en,xx,1.5", "from 0 to 1"),
    ("quote_styles", "q,q,false", "is no quotation mark"),
    ("quote_styles", "¿,?,no", "write true or false"),
    ("topic_terms", "medtop:15000001,football,en", "add it there"),
    ("topic_terms", "medtop:15000000,,en", "term is empty"),
    ("topic_terms", "medtop:15000000,*,en", "write a word"),
    ("topic_terms", "medtop:15000000,foot*ball,en", "may only end a word"),
    ("topic_terms", "medtop:15000000,mud,", "or * for every language"),
    ("topic_terms", "medtop:15000000,mud,silt,en", "between double quotes"),
    ("topic_terms", "medtop:15000000,mud", "3 fields are needed"),
    ("saved_searches", "Quay,-ferry,,,,", "cannot be searched for"),
    ("saved_searches", "Harbour dredging,quay,,,,", "is that of a watch topic"),
    ("saved_searches", "Quay,quay,,,,body", "write anywhere, headline or quotation"),
    ("watch_topics", "harbour,en,dredg*,,mud*dy", "may only end a word"),
    ("watch_topics", "harbour,en,!,,", "write a word"),
    ("watch_topics", "harbour,en,,,mud", "under one of them"),
    ("watch_topics", "harbour,en, ; ,,mud", "under one of them"),
    ("watch_topics", ",,,,", "name is empty"),
    ("watch_topics", "harbour,,mud,,", "or * for every language"),
    ("watch_topics", "!,en,mud,,", "has no word"),
    ("watch_topics", "harbour,en,mud", "5 fields are needed"),
    ("watch_topics", "Amnesty-Ban,en,amnesty,,", "write both alike"),
    ("topics", "watch:x,X,,1,watch", "topics of your own into watch_topics.csv"),
    ("topics", "medtop:30000001,X,medtop:30000002,2,iptc", "is not in topics.csv"),
    ("topics", "medtop:30000001,X,medtop:30000001,2,iptc", "a level below 2"),
    ("topics", "medtop:30000001,X,,2,iptc", "parent_topic_id is empty"),
    ("topics", "medtop:30000001,X,,1,iptc", "write 2 or more"),
    ("topics", "medtop:30000001,X,medtop:15000000,two,iptc", "a whole number"),
    ("topics", "medtop:15000000,X,,1,iptc", "stands in row"),
    ("corrections", "x,a,kind,0,9,headline", "32 hex digits"),
    ("corrections", f"{TEXT},a,headline,0,9,A", "write kind, role, outlet_id, authors"),
    ("corrections", f"{TEXT},a,kind,,,headline", "has no characters"),
    ("corrections", f"{TEXT},a,role,,,lead", "has no characters"),
    ("corrections", f"{TEXT},a,kind,0,,headline", "end_char is empty"),
    ("corrections", f"{TEXT},a,authors,,9,Ada Quill", "start_char is empty"),
    ("corrections", f"{TEXT},a,kind,9,9,headline", "write a larger one"),
    ("corrections", f"{TEXT},a,kind,19,9,headline", "write a larger one"),
    ("corrections", f"{TEXT},a,kind,-1,9,headline", "a whole number of characters"),
    ("corrections", f"{TEXT},a,kind,0,9,titel", "write one of byline, caption"),
    ("corrections", f"{TEXT},a,kind,0,9,wall", "write one of byline, caption"),
    ("corrections", f"{TEXT},a,kind,0,9,", "write one of byline, caption"),
    ("corrections", f"{TEXT},a,role,0,9,main", "write lead, embedded, teaser or none"),
    ("corrections", f"{TEXT},a,outlet_id,,,no-such-outlet", "an outlet_id of outlets.csv"),
    ("corrections", f"{TEXT},a,authors,,,; ; 1", "names, parted by ;"),
    ("corrections", f"{TEXT},a,published,,,19 May 2025", "a day such as 2025-05-19"),
    ("corrections", f"{TEXT},a,published,,,2025-06-31", "a day such as 2025-05-19"),
    ("corrections", f"{TEXT},a,language_code,,,English", "write one such as en"),
]


@pytest.mark.parametrize(("name", "row", "advice"), RULES)
def test_a_row_that_breaks_a_rule(check_broken, name, row, advice):
    content = (SEEDS / f"{name}.csv").read_bytes()
    message = check_broken(name, content + row.encode() + b"\n")
    assert is_told(message, name, content.count(b"\n") + 1), message
    assert advice in message


@pytest.mark.parametrize(
    ("name", "part", "advice"),
    [
        ("age_words", ",calendar,", 'kind "calendar"'),
        ("speech_words", "de,according,", 'language "de" has no row of kind according'),
        ("topics", "medtop:17000000,", '"medtop:17000000" is not in topics.csv'),
    ],
)
def test_rows_that_the_code_needs_are_missed(check_broken, name, part, advice):
    lines = (SEEDS / f"{name}.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    rest = [line for line in lines if part not in line[: len(part) + 3]]
    message = check_broken(name, "".join(rest).encode())
    assert re.match(rf"seeds/{name}\.csv row \d+: ", message)
    assert advice in message


def test_a_row_is_counted_as_an_editor_counts(check_broken):
    """Behind a field of two lines and a blank line."""
    rows = b'name,language,any,all,none\r\nquay,en,"quay*;\r\npier*",,\r\n\r\nport,en,,,\r\n'
    assert is_told(check_broken("watch_topics", rows), "watch_topics", 5)


# What is accepted


@pytest.mark.parametrize(
    "change",
    [
        lambda content: b"\xef\xbb\xbf" + content,
        lambda content: content.replace(b"\n", b"\r\n"),
        lambda content: content.removesuffix(b"\n"),
        lambda content: content + b"\n\n",
        lambda content: content.replace(b"\n", b"\n\n"),
    ],
    ids=[
        "byte order mark",
        "line ends of Windows",
        "no last line end",
        "blank ends",
        "blank lines",
    ],
)
@pytest.mark.parametrize("name", TABLES)
def test_what_editors_do_to_a_file_changes_nothing(tables, tmp_path, name, change):
    (tmp_path / f"{name}.csv").write_bytes(change((SEEDS / f"{name}.csv").read_bytes()))
    assert seeds.read_table(name, tmp_path, None).columns == tables[name].columns


FIELDS = st.lists(
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"])), min_size=2, max_size=2
)


@given(st.lists(FIELDS, max_size=5), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_what_the_csv_module_writes_is_read(tmp_path_factory, rows, quoting):
    path = tmp_path_factory.mktemp("rows") / "x.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=quoting).writerows([["a", "b"], *rows])
    read = read_rows(path, "x", ["a", "b"])
    assert [list(row.fields.values()) for row in read.iterate_rows()] == rows
    assert read.lines == list(range(2, len(rows) + 2))


@settings(max_examples=50, deadline=None)
@given(
    st.binary(max_size=80) | st.text(alphabet='a1,;"*\n\r\0 é\ufeff', max_size=60).map(str.encode)
)
def test_any_bytes_are_read_or_told_of(tables, tmp_path_factory, content):
    """The law: a user's file is used, or one line says why not."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "watch_topics.csv").write_bytes(b"name,language,any,all,none\n" + content)
    try:
        check_tables({**tables, "watch_topics": seeds.read_table("watch_topics", SEEDS, folder)})
    except CopydeskError as error:
        assert re.fullmatch(rf"{folder}/watch_topics\.csv row \d+: [^\n]+; [^\n]+", str(error))
