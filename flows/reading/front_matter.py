"""Front matter: the fields that notes and site builders keep above a text, between two lines of
"---", as YAML.

Labels of fields stand in seeds/export_marks.csv.
"""

import re

from flows.reading.exports import read_field_roles, read_label

FENCE = re.compile(r"---\s*")
END = re.compile(r"(?:---|\.\.\.)\s*")
MOST_LINES = 60  # between the two fences
KEY = re.compile(r"\s*[\w .-]{1,40}:(?:\s|$)")
ADDRESS = re.compile(r"[\"'<]?(https?://[^\s\"'<>]+)[\"'>]?\s*")
OF_ADDRESS = ("address", "source")  # of fields: which one is asked first


def find_end(lines: list[str]) -> int | None:
    """The line that ends the front matter of a text; None where it has none.

    >>> find_end(["---", "title: Bridge reopens", "---", "The bridge is open."])
    2

    Args:
        lines: of the text, those at its top; blank ones may be left out.
    """
    if not lines or FENCE.fullmatch(lines[0]) is None:
        return None
    for index, line in enumerate(lines[1 : MOST_LINES + 2], 1):
        if END.fullmatch(line):
            has_key = any(KEY.match(field) for field in lines[1:index])
            return index if has_key else None
    return None


def find_address(text: str) -> str | None:
    """The address of a page that its front matter names.

    >>> find_address("---\\nsource: 'https://gazette.example/bridge'\\n---\\nThe bridge is open.")
    'https://gazette.example/bridge'
    """
    text = text.lstrip("\ufeff \t\r\n")
    if not text.startswith("---"):
        return None
    lines = text.split("\n", MOST_LINES + 2)[: MOST_LINES + 2]
    end = find_end(lines)
    found: dict[str, str] = {}
    for line in lines[1:end] if end else ():
        label = read_label(line)
        address = ADDRESS.fullmatch(line, label[1]) if label else None
        if label and address:
            found.setdefault(read_field_roles()[label[0]], address[1])
    return next((found[role] for role in OF_ADDRESS if role in found), None)
