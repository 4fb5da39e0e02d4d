"""Read a CSV file of seeds as rows that know their file and line, so that a fault can name them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from flows.errors import CopydeskError

# Control characters, and signs that nobody sees and no page has in the same place. The joiners
# U+200C and U+200D are letters of Persian and Hindi.
INVISIBLE = re.compile(
    r"[\0-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)
FIELD = re.compile(r'(?:"(?P<quoted>[^"]*(?:""[^"]*)*)"|(?P<plain>[^",\n]*))(?P<end>,|\Z)')
SHOWN_CHARACTERS = 60


class SeedBroken(CopydeskError):
    """Rows of seeds/, or of the user's own, that cannot be used: SeedBroken(line of each row)."""

    def __str__(self) -> str:
        return "\n".join(self.args)

    def list_lines(self) -> list[str]:
        return list(self.args)


class Place(NamedTuple):
    file: str  # "seeds/outlets.csv", or the user's own with its folder
    line: int  # where the row starts, as an editor counts; the header is 1
    is_own: bool  # the user's

    def __str__(self) -> str:
        return f"{self.file} row {self.line}"


class Row(NamedTuple):
    place: Place
    fields: dict[str, str]


class Rows(NamedTuple):
    """Rows of a table, all text, by column; by column too where each stands.

    So 85,000 rows take a few hundred lists: as an object each, half the time would be Python's
    search for garbage.
    """

    columns: dict[str, list[str]]
    files: list[str]
    lines: list[int]
    is_own: list[bool]

    def find_place(self, number: int) -> Place:
        return Place(self.files[number], self.lines[number], self.is_own[number])

    def find_row(self, number: int) -> Row:
        fields = {name: of[number] for name, of in self.columns.items()}
        return Row(self.find_place(number), fields)

    def iterate_rows(self) -> Iterator[Row]:
        return map(self.find_row, range(len(self.lines)))


def read_rows(path: Path, file: str, columns: list[str], is_own: bool = False) -> Rows:
    """The rows of a CSV file with just this header.

    A byte order mark, line ends of Windows and blank lines are accepted.

    Raises:
        SeedBroken: the file cannot be read, or is not CSV in UTF-8 with these columns.
    """
    records = split_records(read_text(path, file), file)
    line, header = next(records, (1, None))
    wanted = ",".join(columns)
    if header is None:
        raise SeedBroken(f"{file} row 1: the file is empty; write the header {wanted}")
    if header != columns:
        fault = f"the header is {show(','.join(header))}; write {wanted}"
        if len(header) == 1 and re.split(r"[;\t|]", header[0]) == columns:
            fault = f"commas must part the fields, not {show(header[0][len(columns[0])])}"
        raise SeedBroken(f"{file} row {line}: {fault}")
    lines = []
    by_column: list[list[str]] = [[] for _ in columns]
    for line, fields in records:
        if len(fields) != len(columns):
            raise SeedBroken(
                f"{file} row {line}: {len(columns)} fields are needed ({wanted}), not "
                f"{len(fields)}; write a field that has a comma between double quotes"
            )
        lines.append(line)
        for field, of_column in zip(fields, by_column, strict=True):
            of_column.append(field)
    size = len(lines)
    found = dict(zip(columns, by_column, strict=True))
    return Rows(found, [file] * size, lines, [is_own] * size)


def read_text(path: Path, file: str) -> str:
    """The text of a seed; its line ends are those of Unix."""
    content = read_content(path, file)
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SeedBroken(f"{file} row {line}: the text is not UTF-8; save it as UTF-8") from None
    if hidden := INVISIBLE.search(text):
        line = text.count("\n", 0, hidden.start()) + 1
        fault = f"the character U+{ord(hidden[0]):04X} is there, which nobody sees; delete it"
        if hidden[0] == "\r":
            fault = "a carriage return stands alone; save the file with the line ends of Unix"
        raise SeedBroken(f"{file} row {line}: {fault}")
    return text


def read_content(path: Path, file: str) -> bytes:
    try:
        if path.exists() and not path.is_file():
            kind = "a folder" if path.is_dir() else "no regular file"
            raise SeedBroken(f"{file}: this is {kind}; put a CSV file in its place")
        return path.read_bytes()
    except FileNotFoundError:
        raise SeedBroken(f"{file}: the file is missing; restore it") from None
    except PermissionError:
        raise SeedBroken(f"{file}: the file may not be read; change its permissions") from None
    except OSError as error:
        raise SeedBroken(f"{file}: the file cannot be read ({error.strerror}); mend it") from None


def split_records(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """(line, fields) of each record that is not blank."""
    lines = enumerate(text.split("\n"), 1)
    for start, line in lines:
        if '"' in line:
            yield start, split_quoted(join_record(line, lines), f"{file} row {start}")
        elif line:
            yield start, line.split(",")


def join_record(line: str, lines: Iterator[tuple[int, str]]) -> str:
    """A line with those that its quoted field goes on in."""
    parts = [line]
    is_open = line.count('"') % 2
    while is_open and (following := next(lines, None)):
        parts.append(following[1])
        is_open ^= following[1].count('"') % 2
    return "\n".join(parts)


def split_quoted(record: str, place: str) -> list[str]:
    """The fields of a record with quotation marks.

    >>> split_quoted('a,"b, ""c"" d"', "seeds/x.csv row 2")
    ['a', 'b, "c" d']
    """
    fields = []
    position = 0
    while match := FIELD.match(record, position):
        quoted = match["quoted"]
        fields.append(match["plain"] if quoted is None else quoted.replace('""', '"'))
        position = match.end()
        if not match["end"]:
            return fields
    raise SeedBroken(
        f"{place}: a quotation mark stands alone; write a field that has one between double "
        'quotes, and "" for the mark'
    )


def show(value: str) -> str:
    """A value as a message shows it, on one line: show("a\\nb") == '"a\\\\nb"'."""
    short = value if len(value) <= SHOWN_CHARACTERS else value[: SHOWN_CHARACTERS - 1] + "…"
    return f'"{"".join(map(escape, short))}"'


def escape(letter: str) -> str:
    if letter.isprintable() or letter in "\u200c\u200d":
        return letter
    return {"\n": "\\n", "\t": "\\t"}.get(letter, f"U+{ord(letter):04X}")
