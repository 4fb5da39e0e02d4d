"""Read bylines: "By Jane Roe and John Doe in Port Amber, Reuters" names two people, a place and
an agency. The words come from seeds/byline_words.csv and seeds/page_markers.csv.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from flows.reading import dates
from flows.reading.byline_words import read_byline_words
from flows.reading.dates.words import MONTHS, WEEKDAYS, words_of
from flows.reading.labels import find_agency, is_outlet
from flows.reading.places import is_known_place
from flows.seeds import read_seed
from flows.text import (
    CAPITAL,
    CASELESS,
    EAST_ASIAN,
    LETTER,
    NO_CAPITAL,
    SPACE_BEFORE,
    alternation,
    fold_case,
)

LONGEST_LINE = 160
OFFICE_END = re.compile(r"[.!?…:;»”\"]$")
SHORTEST_JOB_IN_WORD = 8  # letters of a job that another word may stand before
MOST_OFFICE_WORDS = 7  # "foreign affairs and security correspondent"
LONGEST_COPY = 60
LONGEST_EAST_ASIAN = 5  # signs of a name
LABEL_MARKS = ":：・｜丨／/＝"  # behind a label: "文・佐藤葵"
LONGEST_NAME, MOST_WORDS = 40, 5  # characters and words of a person's name
EAST_ASIAN_LETTER = re.compile(f"々|{EAST_ASIAN}")  # 々 repeats the letter before it: 佐々木
EAST_ASIAN_NAME = re.compile(
    rf"(?:{EAST_ASIAN_LETTER.pattern}){{2,4}}(?:\s(?:{EAST_ASIAN_LETTER.pattern}){{1,4}})?"
)
JAPANESE_NAME = re.compile(rf"(?P<surname>{EAST_ASIAN}{{2}})(?:々|{EAST_ASIAN}){{1,3}}")
BRACKETED_LINE = re.compile(r"\s*(?:【(.+)】|（(.+)）|［(.+)］|〔(.+)〕|\[(.+)\]|\((.+)\))\s*")
EAST_ASIAN_PLACE = re.compile(rf"(?P<place>(?:ー|{EAST_ASIAN}){{2,8}})[=＝](?={EAST_ASIAN})")
NAME_WORD = re.compile(
    rf"{CAPITAL}(?:{LETTER}|[\u0300-\u036f]|['’\-–]{LETTER})*\.?|(?:O|D|L)['’]{CAPITAL}{LETTER}+"
    rf"|(?:{CAPITAL}\.-?){{2,3}}"
)
INITIALS = re.compile(rf"{CAPITAL}\.(?:-?{CAPITAL}\.)*,?")  # "A.", "J.-P."
BARE_INITIAL = re.compile(rf"{CAPITAL}\.?")  # also "A" of "Jane A Roe"
CASELESS_WORD = re.compile(rf"[{CASELESS}]{{2,}}")
MOST_CASELESS = 4  # words of a name in a script without capitals
SEPARATORS = re.compile(
    rf"{SPACE_BEFORE}(?:[|•·●▪;\n\t/(／｜丨]|\s[-–—ـ]\s|\s{{2,}}|\.\s(?=Photo|Foto))\s*"
)
ADDRESS = re.compile(
    r"(?:(?<!\S)|(?<=protected\]))\S+@\S+|@\w+|https?://\S+|www\.\S+|\[email.protected\]", re.I
)
# Between "Jane Roe" and "Reporter" where a converter glued them; not in "Jane McRoe".
SEAM = re.compile(
    rf"(?<={NO_CAPITAL})(?<!\bMc)(?<!\bMac)(?<!\bDe)(?<!\bDi)(?<!\bDu)(?<!\bLa)(?<!\bLe)(?<!\bVan)"
    rf"(?<!\bFitz)(?={CAPITAL}{NO_CAPITAL}{{2}})"
)
NO_VOWEL = re.compile(r"\b[BCDFGHJKLMNPQRSTVWXZ]{2,}\b")  # "MDR Sachsen"
LINK = re.compile(r"\s(?:vom|am|on|le|el|il|den|dne|om|at|à)\s*$", re.I)  # in front of a date
# "Roe, Jane M.": a family name of a word or two, and first names.
TURNED = re.compile(
    rf"({CAPITAL}(?:{LETTER}|['’-])+(?:\s{CAPITAL}(?:{LETTER}|['’-])+)?),\s"
    rf"({CAPITAL}{LETTER}+(?:-{CAPITAL}{LETTER}+)?(?:\s{CAPITAL}{LETTER}*\.?)?)"
)
ACRONYM = re.compile(rf"\w?{CAPITAL}\w?{CAPITAL}\w?")  # "BSc", "MW"
NO_PLACES = frozenset([*WEEKDAYS, *MONTHS])
HAS_DIGIT = re.compile(r"\d")
# Between the words of a line; vowel signs ("रोहित") are of the word.
PARTS_OF_NAMES = re.compile(r"[\s!-&(-/:-@\[-`{-~·•–—…“”„«»、，。：（）【】｜]+")
LAST_WORD = re.compile(r"(\w+)\W*$")
LONGEST_WORD = 60  # with the marks behind it
LINES_KEPT = 10_000  # whose reading is remembered: several rules ask for one line
ENTITY = re.compile(r"&nbsp;?|\xa0|\u200b")


class Byline(NamedTuple):
    """What a byline says."""

    authors: list[str]
    place: str | None
    others: list[str]  # its parts that name no person, among them outlets


def read_byline(text: str, is_outlet: Callable[[str], bool], is_marked: bool = False) -> Byline:
    """Who wrote a text, where, and for whom.

    Where nothing marks the text as a byline, neither "By" nor is_marked, only names count that
    begin with a known first name: "Health News" has the form of a name as well.

    >>> read_byline("By Jane Roe and John Doe in Port Amber, Reuters", "Reuters".__eq__)
    Byline(authors=['Jane Roe', 'John Doe'], place='Port Amber', others=['Reuters'])
    """
    text = turn_names(strip_moment(ADDRESS.sub(" ", ENTITY.sub(" ", text))))
    is_marked, text = is_marked or is_signature(text), unbracket(text)
    authors, others, place = [], [], None
    for number, section in enumerate(cut_sections(text)):
        prefix = find_prefix(section.text) if number == 0 and section.work is None else None
        is_marked = is_marked or prefix is not None or section.work == "author"
        if section.work == "source":
            others.append(section.text)
        elif section.work != "other":
            names = section.text[prefix.end() :] if prefix else section.text
            names = names.strip(" \t,:-–—|·•／/")
            is_named = is_marked or names_office(names)
            place = read_section(names, is_outlet, is_named, authors, others) or place
    last = others[-1] if others else ""
    is_paper = is_outlet(last) or any(map(is_organisation, last.split()))
    if place is None and is_marked and is_place(last) and not is_paper:
        place = last
    if place and (not authors or ACRONYM.fullmatch(place)):
        place = None
    return Byline(authors, place, others)


def turn_names(text: str) -> str:
    """A line of nothing but names as catalogues write them, with first names in front; any other
    line as it is.

    >>> turn_names("Roe, Jane M.; Doe, John"), turn_names("Jane Roe, Reuters")
    ('Jane M. Roe, John Doe', 'Jane Roe, Reuters')
    """
    parts = [TURNED.fullmatch(part.strip()) for part in text.split(";")] if "," in text else []
    names = [match for match in parts if match and is_first_name(match[2].split()[0])]
    if not parts or len(names) < len(parts) or any(names_other(match[1]) for match in names):
        return text
    return ", ".join(f"{match[2]} {match[1]}" for match in names)


def names_other(text: str) -> bool:
    """Whether what stands before a comma is no family name: "Jane Roe", "Reuters", "London"."""
    first, _, more = text.partition(" ")
    return is_outlet(text) or is_known_place(text) or (bool(more) and is_first_name(first))


@lru_cache(maxsize=LINES_KEPT)
def reads_as_byline(text: str) -> bool:
    """Whether a line is a byline and nothing else: each of its parts is a name, or stands beside
    names in bylines: an office, an outlet, a place.

    >>> reads_as_byline("Jane Roe, Europe correspondent"), reads_as_byline("Jane Roe wins again")
    (True, False)
    """
    if not 2 < len(text) <= LONGEST_LINE or text.rstrip().endswith(("?", "!", ":")):
        return False
    if not may_be_byline(text):
        return False
    said = read_byline(text, is_outlet)
    printed = strip_moment(ADDRESS.sub(" ", text))
    bare = unbracket(printed)
    sections = cut_sections(bare)
    is_marked = find_prefix(bare) is not None or any(part.work == "author" for part in sections)
    is_marked = is_marked or names_office(bare) or is_signature(printed)
    sources = {part.text for part in sections if part.work == "source"}
    others = [other for other in said.others if other not in sources]
    has_office = is_marked or any(is_office(other) for other in others)
    if not all(is_explained(other, has_office, text) for other in others):
        return False
    if not said.authors:
        return is_marked and any(is_desk(other) or is_known_place(other) for other in others)
    if is_marked or is_titled(text):
        return True
    return SEAM.search(bare) is None and all(
        is_full_name(name) and not is_east_asian_name(name) for name in said.authors
    )


def may_be_byline(text: str) -> bool:
    """A cheap look: whether a line has somebody's first name, or a mark of bylines."""
    words = set(PARTS_OF_NAMES.split(fold_case(text)))
    has_name = not (
        read_first_names().isdisjoint(words) and read_byline_words("surname").isdisjoint(words)
    )
    bare = unbracket(ADDRESS.sub(" ", text))
    return (
        has_name
        or is_signature(text)
        or is_titled(text)
        or names_office(text)
        or find_prefix(bare) is not None
        or any(part.work == "author" for part in cut_sections(bare))
    )


def unbracket(text: str) -> str:
    """What brackets around a whole text in letters of East Asia enclose: "【高橋健一】"."""
    match = BRACKETED_LINE.fullmatch(text)
    inner = next(filter(None, match.groups()), "") if match else ""
    return inner if is_east_asian_name(inner) else text


def is_signature(text: str) -> bool:
    """Whether brackets enclose Japanese names, told by the family name, and nothing else."""
    inner = unbracket(text)
    names = [name.replace("\u3000", "").replace(" ", "") for name in re.split("[、・]", inner)]
    surnames = read_byline_words("surname")
    found = [JAPANESE_NAME.fullmatch(name) for name in names]
    is_all = all(match is not None and match["surname"] in surnames for match in found)
    return inner != text and is_all


def names_copy(text: str) -> bool:
    """Whether a line says whose copy a story is, and nothing else: an agency, or several, or
    "Agencies", also with a place or with another outlet.

    >>> names_copy("Reuters, Berlin"), names_copy("Source: AFP"), names_copy("Berlin")
    (True, True, False)
    """
    if not 1 < len(text) <= LONGEST_COPY:
        return False
    if find_agency(text):
        return True
    sections = cut_sections(strip_moment(text))
    prefix = find_prefix(sections[0].text) if sections and sections[0].work is None else None
    names: list[str] = []
    for number, section in enumerate(sections):
        if section.work == "other":
            return False
        own = section.text[prefix.end() :] if prefix and number == 0 else section.text
        names += [name for part in SEPARATORS.split(own) for name in split_names(part)]
    names = [compile_with().sub("", name.strip(" .()[]")) for name in names]
    names = [name for name in names if name]
    is_copy = [find_agency(name) is not None or is_desk_alone(name) for name in names]
    others = (name for name, is_own in zip(names, is_copy, strict=True) if not is_own)
    return any(is_copy) and all(is_outlet(name) or is_known_place(name) for name in others)


def is_desk_alone(name: str) -> bool:
    return fold_case(name) in read_byline_words("collective")


def is_explained(other: str, has_office: bool, text: str) -> bool:
    """Whether a part of a byline that names nobody is one that bylines have.

    Args:
        has_office: the line says that it is a byline, or what office its people have.
        text: the line.
    """
    is_apart = stands_apart(other, text)
    other = compile_for().sub("", other.strip(" .,()"))
    words = other.split()
    if not words or is_office(other) or is_outlet(other) or find_agency(other):
        return True
    if len(words) <= MOST_WORDS and any(map(is_organisation, words)):
        return has_office or is_apart
    if all(map(is_degree, words)) or (
        has_office and fold_case(other) in read_byline_words("author")  # "Jane Roe (text)"
    ):
        return True
    is_word = len(words) <= 2 and all(map(CASELESS_WORD.fullmatch, words))  # "دبي - ليلى حداد"
    return is_known_place(other) or is_word or ((has_office or is_apart) and is_place(other))


def stands_apart(part: str, text: str) -> bool:
    """Whether a part of a line stands behind a mark: "Reuters" in "Jane Roe | Reuters"."""
    return any(before.rstrip().endswith(("|", "·", "•")) for before in text.split(part)[:-1])


def is_office(other: str) -> bool:
    """Whether a part of a byline says what its people are: "Europe correspondent", "記者"."""
    words = other.split()
    is_short = len(words) <= MOST_OFFICE_WORDS
    is_titled_part = other.endswith(read_east_asian_roles()) and len(other) <= LONGEST_NAME // 2
    return is_titled_part or (is_short and any(is_job(word) or is_desk(word) for word in words))


def names_office(text: str) -> bool:
    """Whether a text is one name and the office of its person: "Tamsin Hale, Europe Editor",
    "Reporter Tamsin Hale".
    """
    if opens_with_office(text):
        return True
    name, comma, office = text.partition(", ")
    words = office.split()
    return (
        bool(comma)
        and len(words) <= MOST_OFFICE_WORDS
        and any(map(is_job, words))
        and is_name(name)
        and not is_doubtful(name)
    )


def is_office_alone(text: str) -> bool:
    """Whether a line is an office and names nobody.

    >>> is_office_alone("Health correspondent"), is_office_alone("Wirtschaftsredakteurin")
    (True, True)
    >>> is_office_alone("The editor was wrong."), is_office_alone("Editor Jane Roe")
    (False, False)
    """
    words = text.split()
    if not 0 < len(words) <= MOST_OFFICE_WORDS or OFFICE_END.search(text) or find_names(text):
        return False
    if opens_with_office(text):
        return False
    is_first = text[0].isupper() or not text[0].isascii()
    return is_first and any(is_job(word) or ends_with_job(word) for word in words)


def ends_with_job(word: str) -> bool:
    """Whether a word is put together with a job: "Wirtschaftsredakteurin"."""
    return compile_job_end().search(fold_case(word).strip(".,:()")) is not None


@lru_cache
def compile_job_end() -> re.Pattern[str]:
    jobs = [job for job in read_byline_words("job") if len(job) >= SHORTEST_JOB_IN_WORD]
    return re.compile(rf"\w{alternation(jobs)}$")


def opens_with_office(text: str) -> bool:
    """Whether a text is an office and the known name of its person: "Toimittaja Kaisa Ranta"."""
    words = text.split()
    if not words or not is_job(words[0]):
        return False
    name = drop_office(words)
    is_title = fold_case(words[0]).strip(".") in read_byline_words("title")
    return len(name) < len(words) and not is_title and is_full_name(" ".join(name))


def is_desk(other: str) -> bool:
    """Whether a part of a byline is a newsroom or an outlet: "Staff", "Redacción", "Reuters"."""
    return is_outlet(other) or compile_collective().search(fold_case(other)) is not None


class Section(NamedTuple):
    """A part of a byline, and what its people did: "Photos: Jane Roe"."""

    work: str | None  # author, source, other; None: nothing says it
    text: str


@lru_cache(maxsize=LINES_KEPT)
def cut_sections(text: str) -> tuple[Section, ...]:
    """The parts of a byline that begin with a label.

    >>> cut_sections("Jane Roe  Photos: John Doe")
    (Section(work=None, text='Jane Roe'), Section(work='other', text='John Doe'))
    """
    text = compile_bracketed_work().sub(" ", text)
    sections, work, start = [], None, 0
    for label in compile_labels().finditer(text):
        sections.append(Section(work, text[start : label.start()]))
        work, start = label.lastgroup, label.end()
        work = work.rstrip("_") if work else None
    sections.append(Section(work, text[start:]))
    stripped = (Section(work, part.strip(" \t,:-–—|·•／/")) for work, part in sections)
    return tuple(section for section in stripped if section.text)


def names_work(text: str) -> bool:
    """Whether a line says with a label who wrote something: "Text: Jane Roe"."""
    return any(section.work == "author" for section in cut_sections(text))


def read_section(
    text: str,
    is_outlet: Callable[[str], bool],
    is_marked: bool,
    authors: list[str],
    others: list[str],
) -> str | None:
    """Add the people of a part of a byline to the authors, and the rest to the others; its place.

    Args:
        is_marked: something says that its people are authors.
    """
    place = None
    if located := EAST_ASIAN_PLACE.match(text):
        place, text = located["place"], text[located.end() :]
    for number, part in enumerate(SEPARATORS.split(part_chinese(text))):
        is_first = not authors
        for token in split_names(part):
            found, token = cut_place(token, is_marked or bool(authors))
            place = place or found
            name, rest = cut_name(token.strip(" \t,:()"), is_outlet, is_marked)
            if name and is_doubtful(name):
                name, rest = None, name
            others += filter(None, [rest])
            is_own = is_marked or (number < 2 and name and is_full_name(name))
            if name and is_own and (is_first or not rest) and name not in authors:
                authors.append(name)
            elif name and not is_own:
                others.append(name)
    return place


def cut_place(token: str, is_sure: bool) -> tuple[str | None, str]:
    """(place, the rest): ("Tolmin", "Jane Roe") of "Jane Roe in Tolmin"; also where a name follows.

    Args:
        is_sure: it is known to be of a byline.
    """
    preposition = compile_preposition().search(token)
    if preposition is None:
        return None, token
    before, behind = token[: preposition.start()].strip(), token[preposition.end() :].rstrip(" )")
    words = behind.split()
    for count in range(1, min(len(words) - 1, MOST_WORDS)):
        place, name = " ".join(words[:count]), " ".join(words[count:])
        if is_sure and is_known_place(place) and is_full_name(name):
            return place, name  # "corrispondente a Londra Luca Bianchi"
    is_sure = is_sure or is_full_name(before)
    return (behind, before) if is_sure and is_place(behind) else (None, token)


def is_doubtful(name: str) -> bool:
    """Whether what has the form of a name is rather a city, a paper or a university: a known place,
    or it has a word of theirs and no known first name.
    """
    words = name.split()
    is_own = is_east_asian_name(name) or is_first_name(words[0])
    return is_known_place(name) or (not is_own and any(map(is_organisation, words)))


def part_chinese(text: str) -> str:
    """Names in Chinese that a space parts, parted by a mark: each begins with a family name."""
    words = text.split()
    surnames = read_byline_words("surname")
    is_list = len(words) > 1 and all(
        2 <= len(word) <= 3 and is_east_asian_name(word) and word[0] in surnames for word in words
    )
    return "、".join(words) if is_list else text


def find_names(text: str, is_marked: bool = False) -> list[str]:
    """The people that a line without "By" names: ["Jane Roe"] of "Jane Roe, Reporter".

    Names of East Asia count only where a title stands beside them: two characters may mean
    anything.
    """
    names = read_byline(text, lambda _: False, is_marked).authors
    has_title = is_titled(text)
    return [name for name in names if has_title or not is_east_asian_name(name)]


def is_titled(text: str) -> bool:
    """Whether a title of East Asia stands in a text: 記者."""
    return any(role in text for role in read_east_asian_roles())


@lru_cache(maxsize=LINES_KEPT)
def strip_moment(text: str) -> str:
    """A text without the date or clock time at its end, and without the marker before that."""
    printed = text
    for find in (find_day, dates.find_time) if HAS_DIGIT.search(text) else ():
        found = find(text)
        if found and text.index(found) > 0:
            text = LINK.sub("", text[: text.index(found)])
    if ends_with_word(text, read_moment_ends()):
        text = compile_weekday().sub("", text)
        text = compile_stamp(has_moment=text != printed).sub("", text)
    return text.strip(" \t|·•-–—,(")


def ends_with_word(text: str, ends: frozenset[str]) -> bool:
    """Whether the last word of a text is one of these, in lower case."""
    last = LAST_WORD.search(text[-LONGEST_WORD:])
    return last is not None and last[1].lower() in ends


@lru_cache
def read_moment_ends() -> frozenset[str]:
    """The last words of what compile_weekday and compile_stamp find."""
    kinds = ("published", "updated", "joiner")
    words = [*WEEKDAYS, *(word for kind in kinds for word in words_of(kind))]
    found = (LAST_WORD.search(word) for word in words)
    return frozenset(match[1].lower() for match in found if match)


def find_day(text: str) -> str | None:
    """The first date of a text as printed, with or without a year."""
    found = dates.find_date(text)
    if found:
        return found.text
    day = next(dates.find_yearless(text), None)
    return text[day.start : day.end] if day else None


def split_names(part: str) -> list[str]:
    """["Jane Roe", "John Doe"] of "Jane Roe and John Doe"."""
    tokens = [token for token in compile_joiners().split(part) if token and token.strip()]
    return [name for token in tokens for name in split_semitic(token)]


def split_semitic(token: str) -> list[str]:
    """The names that "and", written at the next word, joins: "أحمد علي ومنى حسن"."""
    names: list[list[str]] = [[]]
    for word in token.split():
        if (
            names[-1]
            and word.startswith(("و", "ו"))
            and not is_first_name(word)
            and is_first_name(word[1:])
        ):
            names.append([word[1:]])
        else:
            names[-1].append(word)
    return [" ".join(words) for words in names] if len(names) > 1 else [token]


def cut_name(
    token: str, is_outlet: Callable[[str], bool], is_marked: bool
) -> tuple[str | None, str | None]:
    """(a person's name, the rest): ("Jon King", "News Reporter") of "Jon King News Reporter"."""
    if not token or is_outlet(token):
        return None, token or None
    if is_east_asian_name(token):
        token = part_role(token)
    is_whole = SEAM.search(token) is None
    token = SEAM.sub(" ", token)
    words = compile_titles().sub("", token).split()
    half = len(words) // 2
    if half and words[:half] == words[half:]:  # printed twice: for a picture and below it
        words = words[:half]
    while len(words) > 2 and is_degree(words[-1]):
        words.pop()
    if is_marked:
        words = drop_office(words)
    if not words:
        return None, token
    for number in range(len(words) - 1, 0, -1):
        if is_role_in(words, number) and is_outlet(" ".join(words[:number])):
            return None, " ".join(words[:number])  # "Reuters Staff"
    for number in range(len(words)):
        is_cut = is_role_in(words, number)
        if is_cut or (number and is_outlet(" ".join(words[number:]))):
            own, rest = words[:number], " ".join(words[number:])
            while len(own) > 2 and own[-1].lower() in read_byline_words("particle"):
                own.pop()  # "Otávio Reis Do UOL"
            name = " ".join(own[:2] if len(own) == 3 and is_cut else own)
            return (name if is_name(name) else None), rest
    name = " ".join(words)
    is_sound = is_name(name) and (is_whole or is_first_name(words[0]))  # "BuzzFeed"
    return (name, None) if is_sound else (None, token)


def drop_office(words: list[str]) -> list[str]:
    """["Jonas", "Roe"] of "unserem Korrespondenten Jonas Roe"."""
    count = next((number for number, word in enumerate(words) if not is_role(word)), len(words))
    has_job = any(map(is_job, words[:count]))
    return words[count:] if has_job and len(words) - count >= 2 else words


def part_role(token: str) -> str:
    """ "山田太郎 記者" of "山田太郎記者"."""
    for role in read_east_asian_roles():
        if token.endswith(role) and 2 <= len(token) - len(role) <= LONGEST_EAST_ASIAN:
            return f"{token.removesuffix(role).strip()} {role}"
    return token


def is_full_name(name: str) -> bool:
    """Whether a name begins with a known first name, or with a family name that stands first."""
    words = name.split()
    if not is_name(name) or is_known_place(name):
        return False
    return is_first_name(words[0]) or fold_case(words[0]) in read_byline_words("surname")


def is_name(text: str) -> bool:
    """Whether a text has the form of a person's name: "Ana de la Torre", "J. P. Roe", "山田太郎".

    >>> is_name("Jane Roe"), is_name("Jane"), is_name("The harbour trust")
    (True, False, False)
    """
    if len(text) > LONGEST_NAME or NO_VOWEL.search(text):
        return False
    if EAST_ASIAN_NAME.fullmatch(text):
        return not is_role(text) and not text.endswith(read_east_asian_roles())
    words = text.split()
    if words and all(map(CASELESS_WORD.fullmatch, words)):
        return 2 <= len(words) <= MOST_CASELESS and not any(map(is_role, words))
    if not 2 <= len(words) <= MOST_WORDS:
        return False
    is_article = is_opening_article(words[0]) and not is_of_name(words, 0)
    if is_article or any(is_role_in(words, number) for number in range(len(words))):
        return False
    capital = [word for word in words if NAME_WORD.fullmatch(word)]
    others = [word for word in words if word not in capital]
    return (
        len(capital) >= 2
        and words[-1] in capital
        and all(word.lower().strip(".") in read_byline_words("particle") for word in others)
    )


def is_first_name(word: str) -> bool:
    """Whether a word is a first name: "Jane", "Anne-Marie"; any name of East Asia counts."""
    folded = fold_case(word)
    parts = [folded.strip(".,"), *folded.split("-")]
    return is_east_asian_name(word) or not read_first_names().isdisjoint(parts)


def is_east_asian_name(name: str) -> bool:
    return EAST_ASIAN_LETTER.match(name) is not None


def is_place(text: str) -> bool:
    """Whether a text has the form of a place's name: "Port Amber", "Palma de Mallorca"."""
    words = [word.strip(",") for word in text.split()]
    particles = read_byline_words("particle")
    return (
        1 <= len(words) <= 4
        and not NO_VOWEL.search(text)
        and NAME_WORD.fullmatch(words[0]) is not None
        and not any(fold_case(word).strip(".") in NO_PLACES or is_role(word) for word in words)
        and all(NAME_WORD.fullmatch(word) or word in particles for word in words)
    )


def is_bare_byline(text: str) -> bool:
    """Whether a line begins as a byline does and names nobody: "By", "Von:", "Author"."""
    prefix = byline_prefix().match(text)
    return prefix is not None and not text[prefix.end() :].strip(" :|,-–—")


def is_opening_article(word: str) -> bool:
    """Whether a word opens a paper's name: "Der", "La"; inside a person's it is a particle."""
    return word.lower() in read_byline_words("article")


def is_role(word: str) -> bool:
    """Whether a word is of offices and pages, not of names: "a" is an article, "A." an initial."""
    return not INITIALS.fullmatch(word) and word.lower().strip(".,:()") in read_roles()


def is_role_in(words: list[str], number: int) -> bool:
    """The same for a word where it stands: it may be a part of the name around it."""
    return is_role(words[number]) and not is_of_name(words, number)


def is_of_name(words: list[str], number: int) -> bool:
    """Whether a word that could be a role is an initial or a particle: "A" in "Jane A Roe", "Dal"
    in "Ana Dal Pozzo", but not "dal" in "Ana Roe dal Perù", nor "DAL" in "ANA ROE DAL PERÙ".
    """
    word, behind = words[number], words[number + 1 :]
    if not word[0].isupper():
        return False
    if BARE_INITIAL.fullmatch(word):
        is_followed = bool(behind) and BARE_INITIAL.fullmatch(behind[0]) is not None
        return is_followed or (bool(behind) and number > 0)
    is_particle = number > 0 and fold_case(word) in read_byline_words("place")
    return is_particle and not (word.isupper() and is_known_place(" ".join(behind)))


def is_job(word: str) -> bool:
    return fold_case(word).strip(".,:()") in read_byline_words("job")


def is_organisation(word: str) -> bool:
    """Whether a word is of papers, broadcasters and universities, also as a part: "ZDF-Studio"."""
    parts = fold_case(word).strip(".,:()").split("-")
    return not read_byline_words("organisation").isdisjoint({"-".join(parts), *parts[1:]})


def is_degree(word: str) -> bool:
    """Whether a word is a degree behind a name: "MD", "Ph.D."; "Ma" is a name."""
    plain = word.replace(".", "").strip(",")
    is_written = not plain[1:].islower() or len(plain) > 3
    return is_written and plain.lower() in read_byline_words("degree")


def find_prefix(text: str) -> re.Match[str] | None:
    """What a byline begins with: "By", also where it is glued to the name, and words that are in
    other languages no mark of bylines, in front of a known name: "de Ilinca Pop", "Na Juma Mwangi".
    """
    found = byline_prefix().match(text) or compile_glued().match(text)
    if found:
        return found
    weak = compile_weak().match(text)
    names = split_names(text[weak.end() :]) if weak else []
    return weak if names and all(map(is_full_name, names)) else None


@lru_cache
def byline_prefix() -> re.Pattern[str]:
    """What finds the start of a byline: "By", "Von:", "Kolumne von", "Text:"."""
    genres = alternation(read_byline_words("genre"))
    spaced, glued, single = split_labels(read_prefixes())
    return re.compile(
        rf"^[\W_]*(?:{genres}[\s:]+){{0,3}}"
        rf"(?:{spaced}(?!{LETTER})|{glued}|{single}(?=[\s{LABEL_MARKS}]))[\s{LABEL_MARKS}]*",
        re.I,
    )


@lru_cache
def compile_weak() -> re.Pattern[str]:
    """Weak words; and who reports from where: "Aus Kiel berichtet Jana Petersen"."""
    weak = alternation(read_byline_words("weak"))
    place = alternation(read_byline_words("place"))
    reports = alternation(read_byline_words("reports"))
    word = rf"(?-i:{CAPITAL})(?:{LETTER}|-)+"
    origin = rf"{place}\s{word}(?:\s{word}){{0,2}}\s{reports}"
    return re.compile(rf"\s*(?:{weak}|{origin})\s+(?=(?-i:{CAPITAL}))", re.I)


@lru_cache
def compile_collective() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){alternation(read_byline_words('collective'))}(?!\w)")


@lru_cache
def compile_glued() -> re.Pattern[str]:
    """ "By" in "ByJane Roe", but not "Di" in "DiMaggio"."""
    words = [word for word in read_prefixes() if re.fullmatch(r"[^\W\d_]{2,}", word)]
    words = [word for word in words if word not in read_byline_words("particle")]
    return re.compile(rf"(?:(?i:{alternation(words)}))(?<={NO_CAPITAL})(?={CAPITAL}{NO_CAPITAL})")


def read_prefixes() -> list[str]:
    return read_seed("page_markers").filter(kind="byline")["phrase"].to_list()


def split_labels(labels: Iterable[str]) -> tuple[str, str, str]:
    """Expressions of labels: those of scripts with spaces, and those of East Asia, which are glued
    to a name, or where they are one sign, have a mark behind them.
    """
    east_asian = [label for label in labels if is_east_asian_name(label)]
    spaced = [label for label in labels if label not in east_asian]
    return (
        alternation(spaced),
        alternation(label for label in east_asian if len(label) > 1),
        alternation(label for label in east_asian if len(label) == 1),
    )


@lru_cache
def compile_labels() -> re.Pattern[str]:
    """What finds the labels in a byline, in a group that says what they mean."""
    forms = []
    for kind in ("author", "source", "other"):
        spaced, glued, single = split_labels(sorted(read_byline_words(kind)))
        mark = rf"\s?[{LABEL_MARKS}]\s*"
        forms.append(rf"(?P<{kind}>(?<!\w){spaced}{mark})")
        start = r"(?:^|(?<=[\s,、，（(|／/｜丨]))"
        if kind == "author":  # "新华社记者陈默"
            roles = alternation(read_byline_words(kind) & {*read_east_asian_roles()})
            outlet = rf"(?:{EAST_ASIAN}{{2,8}}?(?={roles}\s?{EAST_ASIAN}))?"
            start = rf"(?:^{outlet}|(?<=[\s,、，（(|／/｜丨]))"
        forms.append(rf"(?P<{kind}_>{start}(?:{glued}(?:{mark}|\s*)|{single}(?:{mark}|\s+)))")
        if kind == "other":
            apart = r"(?:^|(?<=[,;|/·•(–-]\s)|(?<=[,;|/·•(])|(?<=\s\s))"
            begins = rf"(?=(?-i:{CAPITAL})|[{CASELESS}])"
            forms.append(rf"(?P<{kind}__>{apart}{spaced}\s{begins})")
    return re.compile("|".join(forms), re.I)


@lru_cache
def compile_bracketed_work() -> re.Pattern[str]:
    """A name that brackets say is no author's: "and Kai Ohm (Photos)"."""
    joiner = rf"\s{alternation(read_byline_words('joiner'))}\s"
    works = alternation(read_byline_words("other"))
    return re.compile(
        rf"(?:^|[,;&()]|{joiner})\s*(?:(?!{joiner})[^,;|()&]){{3,40}}\({works}\)", re.I
    )


@lru_cache
def compile_with() -> re.Pattern[str]:
    words = [*read_byline_words("material"), *read_byline_words("place")]
    return re.compile(rf"^{alternation(words)}\s", re.I)


@lru_cache
def compile_for() -> re.Pattern[str]:
    words = [*read_byline_words("for"), *read_byline_words("place")]
    return re.compile(rf"^{alternation(words)}\s", re.I)


@lru_cache
def read_first_names() -> frozenset[str]:
    return frozenset(read_seed("first_names")["name"].to_list())


@lru_cache
def read_roles() -> frozenset[str]:
    kinds = ("role", "article", "job", "collective")
    return frozenset().union(*map(read_byline_words, kinds)) - read_byline_words("particle")


@lru_cache
def read_east_asian_roles() -> tuple[str, ...]:
    """Those that are written right behind a name: 記者."""
    roles = (role for role in read_roles() if is_east_asian_name(role))
    return tuple(sorted(roles, key=lambda role: (-len(role), role)))


@lru_cache
def compile_joiners() -> re.Pattern[str]:
    words = {*read_byline_words("joiner"), *read_byline_words("material")}
    # "JANE ROE AND JOHN DOE"; a single capital is an initial.
    words |= {word.upper() for word in words if len(word) > 1}
    words = alternation(sorted(words))
    return re.compile(rf"{SPACE_BEFORE}(?:,(?:\s*{words}\s)?|&|\s{words}\s|、|，)\s*")


@lru_cache
def compile_preposition() -> re.Pattern[str]:
    return re.compile(rf"(?:^|\s){alternation(read_byline_words('place'))}\s")


@lru_cache
def compile_titles() -> re.Pattern[str]:
    return re.compile(rf"^(?:{alternation(read_byline_words('title'))}\b\.?\s*)+", re.I)


@lru_cache
def compile_weekday() -> re.Pattern[str]:
    long = [word for word in WEEKDAYS if len(word) > 4]
    return re.compile(rf"(?<![\s,(–-])[\s,(–-]+{alternation(long)}[\s,.]*$", re.I)


@lru_cache
def compile_stamp(has_moment: bool) -> re.Pattern[str]:
    """The words in front of a date or time: "published on"; a preposition alone only where a date
    or time stood behind it, as "o" and "at" end names as well.
    """
    words = alternation([*words_of("published"), *words_of("updated")])
    if has_moment:
        words = rf"(?:{words}|(?<![^\s,(|·•]){alternation(words_of('joiner'))})"
    gap = rf"(?:[\W_]|(?<={LETTER})(?={CAPITAL}))*"
    return re.compile(rf"(?<![\W_]){gap}(?<!\w\s\w)\b{words}\W*$", re.I)
