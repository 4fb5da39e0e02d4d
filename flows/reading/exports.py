"""What databases of the press print on a line around their documents: fields, tags, ends, notices.

Words of these stand in seeds/export_marks.csv.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from flows.seeds import read_seed
from flows.text import alternation, fold_text

LONGEST_LABEL, LONGEST_MARK, LONGEST_CITATION = 40, 80, 300
NUMBER = r"\d{1,6}"  # within a mark
SHORTEST_NUMBER = 17  # characters of what ACCESSION or CERTIFICATE matches
OF_EXPORTS = frozenset({"export", "id"})  # what fields say that stand nowhere else
FEWEST_FIELDS = 3  # in a row, or the same in two documents
# "Author/Byline: Jane Roe", "标题：桥梁关闭"; of Integrum "^ЗГ: Мост закрыт"
LABEL = re.compile(rf"\s*\^?([^\W\d_][\w /.-]{{0,{LONGEST_LABEL}}}?)\s?[:：]\s*")
# Of Factiva, behind "Document" in any language: the code of a paper, the day, and a number.
ACCESSION = re.compile(r"(?:AN\s+)?[^\W\d_]{1,20}\s+[A-Z][A-Z0-9]{7,10}(?:19|20)\d{6}\w{8,12}")
# Of Europresse, with words in front or without: "news·20230601·OR·0123".
CERTIFICATE = re.compile(r"(?:[^\d:：]{1,40}[:：]\s*)?news[·•.:]\d{8}[·•.:]\w{1,8}[·•.:]\S{1,40}")
TAG = re.compile(r"([A-Z]{2,3})(?:[^\S\n]+(?=\S)|\s*$)")
COPYRIGHT = re.compile(r"©|\(c\)|copyright", re.I)
AUTHOR = r"[^\W\d_][^\d;,.:\[\]]{0,40}, [^\W\d_][^\d;,:\[\]]{0,40}?"
# "Roe, Jane. Orvelle Post, Late Edition; Orvelle, N.Y. [Orvelle, N.Y]12 Mar 1998: A.3."
CITATION = re.compile(
    rf"(?:(?P<authors>{AUTHOR}(?:; {AUTHOR})*)\.\s+)?"
    r"(?P<outlet>[^;:\[\](),]{2,80}[^;:\[\](),\s.])"
    r"(?P<edition>(?:,[^;\[\]]{2,60}|\s\([^;\[\]]{2,60})?)"
    r"\s*(?:;\s*(?P<place>[^;\[\]]{2,60}?))?\s*"
    r"(?:(?P<again>\[[^\[\]]{2,60}\])\.?\s*|\.\s+|\s(?=\D{1,9}\d{1,4},))"
    r"(?P<when>[^:]{0,40}(?<!\d)(?:1[89]|20)\d\d\b[^:]{0,2})(?P<page>:\s.{1,30})?"
)


class Citation(NamedTuple):
    """Where the parts of a printed citation stand in a line: (start, end); None: it has none."""

    authors: tuple[int, int] | None
    outlet: tuple[int, int]
    when: tuple[int, int]  # the day, perhaps with a volume before it


def read_label(text: str) -> tuple[str, int] | None:
    """The known label that a line begins with, folded, and where what it says begins.

    >>> read_label("Length: 12 words"), read_label("Everything: changes")
    (('length', 8), None)
    """
    if ":" not in text and "：" not in text:
        return None
    label = LABEL.match(text)
    folded = fold_text(label[1].replace("_", " ")) if label else ""
    return (folded, label.end()) if label and folded in read_field_roles() else None


def read_tag(text: str) -> tuple[str, int] | None:
    """The tag that a line begins with, as Factiva prints fields, and where what it says begins.

    >>> read_tag("HD  Ferries sail"), read_tag("TD"), read_tag("UN envoys meet")
    (('HD', 4), ('TD', 2), None)
    """
    tag = TAG.match(text)
    return (tag[1], tag.end()) if tag and tag[1] in read_tags() else None


def read_citation(text: str, start: int = 0) -> Citation | None:
    """Where a line, from a character on, names outlet, place and day as ProQuest's citations do.

    >>> text = "Orvelle Post; Orvelle [Orvelle]12 Mar 1998: A3."
    >>> citation = read_citation(text)
    >>> text[slice(*citation.outlet)], text[slice(*citation.when)]
    ('Orvelle Post', '12 Mar 1998')
    """
    if len(text) - start > LONGEST_CITATION:
        return None
    found = CITATION.fullmatch(text.rstrip(), start)
    if not found or not (found["place"] or found["again"]):
        return None
    authors = found.span("authors") if found["authors"] else None
    return Citation(authors, found.span("outlet"), found.span("when"))


def ends_document(text: str) -> bool:
    """Whether a line ends a document: "End of Document", "Document QUAYP000020240515ek5e00000"."""
    line = text.strip()
    if len(line) > LONGEST_MARK:
        return False
    return fold_text(line) in read_export_marks("end") or is_accession(line)


def is_document(text: str) -> bool:
    """Whether a text is one document of an export: it has a number, it says where it ends, or a
    field that only exports have stands among others.

    >>> is_document("2 of 37 DOCUMENTS\\n\\nOrvelle Post"), is_document("Date: 1 June 2023")
    (True, False)
    """
    lines = text.splitlines()
    roles = {label[0]: read_field_roles()[label[0]] for label in map(read_label, lines) if label}
    if not OF_EXPORTS.isdisjoint(roles.values()) and len(roles) >= FEWEST_FIELDS:
        return True
    return any(ends_document(line) or is_number(line) for line in lines)


def is_number(line: str) -> bool:
    """Whether a line is the number of a document: "2 of 37 DOCUMENTS"."""
    return len(line) <= LONGEST_MARK and compile_numbers().fullmatch(fold_text(line)) is not None


def names_outlet(text: str, label: str) -> bool:
    """Whether a text says of a name on it that this is its outlet: as a document of an export, or
    in a field.

    >>> names_outlet("Ferries sail\\nSource: Orvelle Post, page 3", "Orvelle Post")
    True
    >>> names_outlet("Ferries sail\\nOrvelle Post", "Orvelle Post")
    False
    """
    return any(says_source(line, label) for line in text.splitlines()) or is_document(text)


def says_source(line: str, name: str) -> bool:
    found = read_label(line)
    if not found or read_field_roles()[found[0]] != "source":
        return False
    return line[found[1] :].strip(" \"'").startswith(name)


def is_accession(line: str) -> bool:
    """Whether a line is the number of a document, as it stands at its end."""
    if len(line) < SHORTEST_NUMBER:
        return False
    return bool(ACCESSION.fullmatch(line)) or is_certificate(line)


def is_certificate(line: str) -> bool:
    """Whether a line is the number of a document as Europresse prints it: "news·20230601·OR·01"."""
    return CERTIFICATE.fullmatch(line) is not None


def is_notice(text: str) -> bool:
    """Whether a line says whose rights a document is under, or for whom it was printed."""
    line = text.strip()
    return COPYRIGHT.match(line) is not None or bool(compile_notices().match(fold_text(line)))


@lru_cache
def compile_numbers() -> re.Pattern[str]:
    """The number of a document, folded, with the first number of each form as a group."""
    return compile_forms(read_export_marks("number"), rf"({NUMBER})", NUMBER)


def compile_forms(marks: Iterable[str], first: str, others: str) -> re.Pattern[str]:
    """Any of the marks, in each of which "#" stands for a number.

    >>> compile_forms(["# of # documents"], r"(\\d+)", r"\\d+").fullmatch("2 of 37 documents")[1]
    '2'
    """
    forms = (
        re.escape(mark).replace(r"\#", first, 1).replace(r"\#", others) for mark in sorted(marks)
    )
    return re.compile("|".join(forms))


@lru_cache
def compile_notices() -> re.Pattern[str]:
    return re.compile(rf"{alternation(sorted(read_export_marks('notice')))}\b")


@lru_cache
def read_export_marks(kind: str) -> frozenset[str]:
    return frozenset(map(fold_text, read_seed("export_marks").filter(kind=kind)["text"]))


@lru_cache
def read_field_roles() -> dict[str, str]:
    """Folded label -> what its field says."""
    rows = read_seed("export_marks").filter(match="field").select("text", "kind").iter_rows()
    return {fold_text(text): kind for text, kind in rows}


@lru_cache
def read_tags() -> dict[str, str]:
    """Tag -> what its field says."""
    rows = read_seed("export_marks").filter(match="tag").select("text", "kind").iter_rows()
    return dict(rows)
