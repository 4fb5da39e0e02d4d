"""Datelines: "KYIV, May 19 (Reuters) - Crews left." names a place, perhaps a day and an agency.

One reader says where a dateline ends and what it says, so that what is cut off a body is what is
read. It goes through the start of a text piece by piece: a place, its country, a day, an agency, a
mark. A form alone is not enough, as sentences have it too: an agency, a day, a country in square
brackets, a place in capitals or a known place must show that it is a dateline.
"""

import re
from copy import copy
from functools import lru_cache
from typing import NamedTuple

from flows.reading.byline_labels import find_prefix
from flows.reading.byline_words import is_newsroom, read_byline_words
from flows.reading.dates.words import MONTHS, WEEKDAYS, words_of
from flows.reading.east_asian_datelines import read_east_asian
from flows.reading.labels import find_agency, find_outlet, list_agencies, names_agencies
from flows.reading.person_names import is_first_name, is_full_name, is_place
from flows.reading.places import is_known_place
from flows.text import CAPITAL, CAPITALS, CASELESS, EAST_ASIAN, LETTER, alternation, fold_case

LONGEST = 160  # characters of a dateline
REACH = 400  # characters in which the text may name its place again
MOST_PIECES = 6
SHORTEST_PLACE = 4  # in capitals alone
SHORTEST_SENTENCE = 25  # behind "Wien.": "London. Paris. New York." is no dateline

DASH = "[-–—―_]"
MARK = re.compile(
    rf"\s?(?P<mark>\.?\s?{DASH}{{1,3}}|\.{{3}}(?=\s)|[:|।=\u06d4](?!\S)|:|\.(?=\s))[\s\xa0]*"
)
CASELESS_WORD = rf"[{CASELESS}]+"
# A stop ends short words only: "St. John's", "Washington D.C."
WORD = (
    rf"(?:{CAPITAL}{LETTER}{{0,2}}\.(?:{CAPITAL}\.)*|{CAPITAL}(?:{LETTER}|['’]|-(?={LETTER}))*"
    rf"|{CASELESS_WORD})"
)
SHORT_WORD = re.compile(rf"^{CAPITAL}{LETTER}{{0,2}}\.\s(?={CAPITAL})")  # "ST. JOHN'S"
# "(Reuters)", "[Russia]", "/PRNewswire/", "--(BUSINESS WIRE)--"; the slash also as " / وام /".
BRACKETED = re.compile(
    rf"\s?[,.]?\s?(?P<dash>{DASH}{{1,2}}\s?(?=\())?"
    r"(?:\((?P<round>[^()]{2,45})\)|\[(?P<square>[^\[\]]{2,45})\]|/\s?(?P<slashed>[^/()]{2,30}?)\s?/)"
)
REGION = re.compile(r",\s(?P<region>[^,()\[\]/\d:–—-]{2,25}?)(?=\s?[,(\[/|:–—_-]|\.\s?-)")
# "— РИА Новости.", ". УНН.", "- ایرنا -", ", KOMPAS.com -"
NAMED = re.compile(
    rf"(?:[,.،]\s|(?<=\.)\s|\s?{DASH}\s?|\s?[/|]\s?)(?P<name>[^\s\d,،()/:–—][^\n,،()/:–—]{{1,30}}?)"
    rf"(?=\s?/?\s?{DASH}|\s?[:|]|\.\s|।|\s?/)/?"
)
LEADING_NAME = re.compile(
    rf"(?P<name>[^\n,،()/:–—|]{{2,30}}?)(?P<gap>\s?[,/،]\s?|(?=\s?{DASH}\s|:|\s\|))"
)
AGENCY_END = re.compile(rf"\s{DASH}\s|,\s")
DAY_SLASH = re.compile(r"\s?/(?=\s)")  # "/ ACCESSWIRE / April 3, 2024 / "
FIRST_BRACKET = re.compile(r"[(\[/*]\s?(?P<name>[^()\[\]/]{2,45}?)\s?[)\]/*](?!\w)")
PLACE_END = re.compile(r"[ -]|$")
STATE = re.compile(r"[A-Z]{2,3}|(?:[A-Z]\.?){2,3}")  # "B.C.", "SP"
LETTERS_ONLY = re.compile(rf"[{CAPITALS}]{{2,8}}(?:[/-][{CAPITALS}]{{2,8}})?")


class Dateline(NamedTuple):
    """What a dateline says."""

    place: str | None = None
    agency: str | None = None  # outlet_id
    end: int = 0  # where the text behind it begins; 0: there is no dateline
    authors: tuple[str, ...] = ()  # "(서울=연합뉴스) 김도윤 기자 ="


class Pieces:
    """What the start of a text has so far."""

    def __init__(self) -> None:
        self.agency: str | None = None
        self.is_credited = False  # an agency, or another outlet
        self.is_bracketed = False  # the last agency, or the newsroom, stands in brackets
        self.has_region = self.has_country = self.has_day = self.has_month = False
        self.has_unknown = False  # capitals in brackets: an agency that no seed knows


def find_dateline_end(text: str) -> int | None:
    """Where the text of a line begins that has a dateline in front; None if it has none.

    >>> find_dateline_end("KYIV (Reuters) - Crews left.")
    17
    """
    return read_dateline(text).end or None


def read_dateline(start: str) -> Dateline:
    """What the dateline says with which a text starts.

    >>> read_dateline("KYIV, May 19 (Reuters) - Crews left.")[:2]
    ('KYIV', 'reuters')
    >>> read_dateline("Moscow [Russia], May 19 : Crews left.")[:2]
    ('Moscow', None)
    """
    text = start[:REACH]
    found = read_east_asian(text[:LONGEST])
    if found:
        return Dateline(*found)
    return (
        read_day_first(text)
        or read_agency_first(text)
        or read_place_first(text, 0, Pieces())
        or Dateline()
    )


def read_lone_dateline(line: str) -> Dateline | None:
    """What a line says that is a place with an agency and nothing else; None if it is not.

    >>> read_lone_dateline("Cuenca, 3 abr (EFE)")[:2]
    ('Cuenca', 'efe')
    """
    line = line.strip().rstrip("-–—: ")
    if not line or len(line) > LONGEST:
        return None
    text = f"{line} - "
    found = read_dateline(f"{text}A")
    if not found.place or not found.agency or found.end != len(text) or find_prefix(line):
        return None
    names = split_places(found.place)
    return None if any(is_full_name(name) or is_outlet_like(name) for name in names) else found


def read_day_first(text: str) -> Dateline | None:
    """ "March 11 (Reuters) - Crews left.", "11 марта, Минск /Корр. БЕЛТА/. "."""
    lead = ", "
    day = compile_day().match(lead + text[:LONGEST])
    if not day or not day["month"]:
        return None
    pieces = Pieces()
    pieces.has_day = pieces.has_month = True
    start = day.end() - len(lead)
    position = take_piece(text, start, pieces)
    mark = MARK.match(text, position, LONGEST) if position is not None else None
    is_apart = mark is not None and (pieces.is_bracketed or text[mark.start()].isspace())
    if pieces.agency and mark and is_apart and begins_anew(text, mark.end()):
        return Dateline(None, pieces.agency, mark.end())
    behind = start + len(text[start:]) - len(text[start:].lstrip(" ,."))
    found = read_place_first(text, behind, Pieces()) if behind > start else None
    return found if found and found.agency else None


def read_agency_first(text: str) -> Dateline | None:
    """ "(Reuters) - Crews left.", "TEMPO.CO, Jakarta - Crews left.", "(ANSA) - ROMA, 1 GIU - "."""
    bracket = FIRST_BRACKET.match(text, 0, LONGEST)
    pieces = Pieces()
    if bracket:
        name, position, gap = bracket["name"], bracket.end(), ""
    else:
        name, position, gap = find_leading_name(text)
    if not name:
        return None
    pieces.agency, outlet = find_agency(name), find_outlet(name)
    if bracket and not outlet and is_known_place(name) and begins_anew(text, position + 1):
        return Dateline(name, None, position + 1) if text[position] == " " else None
    is_unknown = bracket is not None and LETTERS_ONLY.fullmatch(name) is not None
    if not pieces.agency and not outlet and not is_domain(name) and not is_unknown:
        return None
    pieces.is_credited = bool(pieces.agency or outlet or is_domain(name))
    mark = MARK.match(text, position, LONGEST)
    behind = mark.end() if mark else position
    if not gap.strip():
        behind += len(text[behind:LONGEST]) - len(text[behind:LONGEST].lstrip())
    found = read_place_first(text, behind, pieces)
    if found and found.place:
        return found
    is_named = pieces.agency or (outlet and name.isupper())
    if not pieces.is_credited:
        return found if found and found.place else None
    is_sure = bracket is not None and (mark or (is_named and begins_anew(text, behind)))
    is_dashed = mark is not None and mark["mark"].strip(". ") != "" and mark["mark"][0] != "."
    is_plain = bracket is None and is_dashed and not gap.strip()
    is_plain = is_plain and bool(pieces.agency or is_domain(name))
    if (is_sure or is_plain) and begins_anew(text, behind):
        return Dateline(None, pieces.agency, behind)
    return None


def find_leading_name(text: str) -> tuple[str | None, int, str]:
    """A name at the start that may be an outlet's, where it ends, and the mark behind it."""
    match = LEADING_NAME.match(text, 0, LONGEST)
    if not match:
        return None, 0, ""
    return match["name"].strip(), match.end(), match["gap"]


def read_place_first(text: str, start: int, pieces: Pieces) -> Dateline | None:
    """The dateline that begins with a place, from a position of a text on."""
    places = compile_places().match(text, start, LONGEST)
    if not places:
        return None
    place = places["place"]
    is_plain = re.fullmatch(rf"[{CASELESS}\s-]+", place) is not None
    ends = [end.start() for end in PLACE_END.finditer(place)] if is_plain else [len(place)]
    for end in reversed(ends):  # no capital says where the place ends
        if place[:end].rpartition(" ")[2] in read_byline_words("date"):
            continue
        found = read_behind(text, start, place[:end], copy(pieces))
        if found:
            return cut_authors(found)
    return None


def cut_authors(found: Dateline) -> Dateline:
    """ "Ayşe YILDIZ/İZMİR, (DHA)- " names who wrote it in front of the place."""
    *names, place = (found.place or "").split("/")
    if not names or not all(is_full_name(name.strip()) for name in names):
        return found
    authors = tuple(name.strip() for name in names)
    return found._replace(place=place.strip(), authors=(*found.authors, *authors))


def read_behind(text: str, start: int, place: str, pieces: Pieces) -> Dateline | None:
    """The dateline of this place, by the pieces behind it."""
    position = start + len(place)
    for _ in range(MOST_PIECES):
        end = take_piece(text, position, pieces)
        if end is None:
            break
        position = end
    mark = MARK.match(text, position, LONGEST)
    place = place.strip(" -–—,")
    if mark is None:
        is_told = pieces.is_bracketed or (pieces.has_month and pieces.has_unknown)
        is_agency_end = is_told and text[position : position + 1] == " "
        if not is_agency_end or not begins_anew(text, position + 1):
            return None
        found = Dateline(place, pieces.agency, position + 1)
        return drop_opener(found) if is_opener(place) or is_place_like(place) else None
    sign = mark["mark"].strip()
    if place.endswith(".") and sign[0] != ".":
        place = place.rstrip(".") if " " not in place and len(place) > SHORTEST_PLACE else place
    if is_opener(place):
        return drop_opener(Dateline(place, pieces.agency, mark.end()))
    if not is_place_like(place) or not is_shown(place, sign, text, mark.end(), pieces):
        return None
    return Dateline(place, pieces.agency, mark.end())


def take_piece(text: str, position: int, pieces: Pieces) -> int | None:
    """Where the next piece behind the place ends, noting what it is; None if there is none."""
    if (bracket := BRACKETED.match(text, position, LONGEST)) and take_bracket(bracket, pieces):
        return bracket.end()
    if glued := compile_glued_agency().match(text, position, LONGEST):
        pieces.agency, pieces.is_credited = find_agency(glued["name"]), True
        pieces.is_bracketed = True
        return glued.end()
    day = compile_day().match(text, position, LONGEST)
    if day and not pieces.has_day:
        pieces.has_day, pieces.has_month = True, bool(day["month"])
        slash = DAY_SLASH.match(text, day.end()) if pieces.is_bracketed else None
        return slash.end() if slash else day.end()
    name = NAMED.match(text, position, LONGEST)
    if name and not pieces.is_credited:
        agency = find_agency(name["name"].rstrip("."))
        if agency or (is_outlet_like(name["name"]) and not STATE.fullmatch(name["name"])):
            pieces.agency, pieces.is_credited = agency, True
            pieces.is_bracketed = False
            return name.end()
    region = REGION.match(text, position, LONGEST)
    is_late = pieces.has_region or pieces.has_day or pieces.is_credited
    is_region = region and (is_place_like(region["region"]) or STATE.fullmatch(region["region"]))
    if region and not is_late and is_region:
        pieces.has_region = True
        return region.end()
    if text[position : position + 1] in (",", "،") and text[position + 1 : position + 3].strip(
        " "
    ) in ("(", "["):
        return position + 1
    return None


def take_bracket(bracket: re.Match[str], pieces: Pieces) -> bool:
    """Note what stands in brackets behind a place; whether a dateline may have it there."""
    inner = bracket["round"] or bracket["square"] or bracket["slashed"]
    agency = find_agency(inner)
    is_credit = agency or is_outlet_like(inner) or names_agencies(inner)
    if not is_credit and (dated := read_dated_agency(inner)):
        pieces.agency, pieces.is_credited, pieces.is_bracketed = dated, True, True
        pieces.has_day = pieces.has_month = True
        return True
    if bracket["dash"] and bracket["dash"].endswith(" ") and not is_credit:
        return False
    if is_credit or is_newsroom(inner):
        pieces.agency, pieces.is_credited = agency or pieces.agency, True
        pieces.is_bracketed = True
        return True
    is_short = LETTERS_ONLY.fullmatch(inner) or re.fullmatch(rf"[{CASELESS}]{{2,5}}", inner)
    if bracket["slashed"]:
        pieces.has_unknown = pieces.is_bracketed = is_short is not None
        return is_short is not None
    if day := compile_day().fullmatch(f", {inner.strip()}"):
        pieces.has_day, pieces.has_month = True, bool(day["month"])
        return True
    if LETTERS_ONLY.fullmatch(inner) or re.fullmatch(rf"{LETTER}{{2,5}}", inner):
        pieces.has_unknown = True
        return True
    pieces.has_country = pieces.has_country or bracket["square"] is not None
    return bracket["square"] is not None or is_place_like(inner)


def read_dated_agency(inner: str) -> str | None:
    """The agency of "Newsfile Corp. - April 3, 2024", "dpa, 3. April"."""
    mark = AGENCY_END.search(inner)
    is_dated = mark is not None and compile_day().fullmatch(f", {inner[mark.end() :].strip()}")
    return find_agency(inner[: mark.start()]) if mark and is_dated else None


def is_shown(place: str, sign: str, text: str, end: int, pieces: Pieces) -> bool:
    """Whether the pieces show that a text begins with a dateline."""
    if pieces.is_credited:
        return True
    is_stop, is_anew = sign[0] == "." and sign.strip(".") == "", begins_anew(text, end)
    if pieces.has_country:
        return True
    if not is_anew:
        return False
    names = split_places(place)
    is_known = all(map(is_known_place, names))
    is_upper = place.isupper() and len(place) >= SHORTEST_PLACE
    if is_cyrillic(place) and not is_upper and not pieces.has_month:
        return False  # "Москва — порт": the dash means "is"
    is_dash = sign.strip(". ") != "" and sign.strip(". ")[0] in "-–—―_"
    if pieces.has_month or pieces.has_unknown:
        is_parted = pieces.has_month and text[len(place) : len(place) + 1] == ","
        return is_upper or is_known or (is_dash and is_parted)
    if is_dash:
        is_apart = text[: text.find(sign, len(place))].endswith(" ") or is_upper
        return is_upper or (is_apart and (is_known or (is_repeated(place, text, end))))
    if sign in ":।\u06d4|":
        is_speaker = sign == ":" and is_first_name(place) and place.upper() != place.lower()
        return is_known and (is_upper or (sign != "|" and not is_speaker))
    if is_stop:
        return is_before_sentence(text, end) and (is_known or is_repeated(place, text, end))
    return False


def begins_anew(text: str, position: int) -> bool:
    """Whether a sentence may begin at a position: with a capital, or a letter that has none."""
    return compile_beginning().match(text, position) is not None


def is_before_sentence(text: str, position: int) -> bool:
    """Whether a sentence of some length begins at a position."""
    stop = re.compile(r"[.!?]").search(text, position)
    return stop is None or stop.start() - position >= SHORTEST_SENTENCE


def is_repeated(place: str, text: str, end: int) -> bool:
    """Whether the text says "in Tolmin" behind "Tolmin - ", so that it is a place."""
    if len(place.split()) > 3 or place.isupper():
        return False
    before = alternation([*read_byline_words("place"), *read_byline_words("particle")])
    return re.search(rf"(?<!\w){before}\s{re.escape(place)}(?!\w)", text[end:REACH]) is not None


def is_place_like(text: str) -> bool:
    """Whether a text has the form of a place, or of several: "LONDON/PARIS"."""
    names = split_places(SHORT_WORD.sub("", text.strip()).strip(" ."))
    return bool(names) and all(
        is_place(drop_article(name)) or is_caseless(name) or is_known_place(name) for name in names
    )


def drop_article(name: str) -> str:
    """ "HAGUE" of "THE HAGUE"."""
    first, _, rest = name.partition(" ")
    return rest if rest and fold_case(first) in read_byline_words("article") else name


def is_cyrillic(text: str) -> bool:
    return re.search("[\u0400-\u04ff]", text) is not None


def is_caseless(name: str) -> bool:
    words = name.split()
    return 1 <= len(words) <= 3 and re.fullmatch(rf"[{CASELESS}\s]+", name) is not None


def split_places(place: str) -> list[str]:
    return [name for name in compile_place_joiner().split(place) if name]


def drop_opener(found: Dateline) -> Dateline | None:
    """The dateline without a place that is none: "EXCLUSIVE (Reuters) - "; None without agency."""
    if found.place is None or not is_opener(found.place):
        return found
    return found._replace(place=None) if found.agency else None


def is_opener(place: str) -> bool:
    """Whether it is a word that stands in front of a text and is no place: "UPDATE - "."""
    folded = fold_case(place)
    return folded in read_byline_words("genre") or folded in read_byline_words("label")


def is_outlet_like(name: str) -> bool:
    return find_outlet(name) is not None or is_domain(name)


def is_domain(name: str) -> bool:
    """ "KOMPAS.com", "Kabarloka.co.id"."""
    return (
        re.fullmatch(r"[\w-]{2,20}(?:\.(?:com|net|org|info|news|co|[a-z]{2})){1,2}", name, re.I)
        is not None
    )


@lru_cache
def compile_beginning() -> re.Pattern[str]:
    return re.compile(rf"[\"“„«‘'’(\[¿¡*\s]{{0,3}}(?:{CAPITAL}|[{CASELESS}]|{EAST_ASIAN}|\d)")


@lru_cache
def compile_place_joiner() -> re.Pattern[str]:
    return re.compile(rf"\s?/\s?|\s(?:{alternation(read_byline_words('joiner'))})\s|,\s")


@lru_cache
def compile_places() -> re.Pattern[str]:
    particles = alternation([*read_byline_words("particle"), *read_byline_words("place")])
    joiners = alternation(read_byline_words("joiner"))
    name = rf"{WORD}(?:[ -](?:{particles}[ -])?(?:l['’]|d['’])?{WORD}){{0,3}}"
    return re.compile(rf"(?P<place>{name}(?:(?:/|\s/\s|\s{joiners}\s){name}){{0,3}})")


@lru_cache
def compile_day() -> re.Pattern[str]:
    """ ", May 19, 2025", " 1er juin", ". 14 травня", ", 14": a day behind a place."""
    month = rf"(?i:{alternation(MONTHS)})(?!{LETTER})\.?"
    weekday = rf"(?i:{alternation(WEEKDAYS)})(?!{LETTER})\.?"
    number = rf"\d{{1,2}}(?:(?i:{alternation(words_of('ordinal'))})(?!\w)|\.)?"
    of = rf"(?i:{alternation(words_of('of'))})"
    year = rf"(?:\s?[,/]?\s(?:{of}\s)?\d{{4}}(?!\d))?"
    links = alternation(read_byline_words("date"))
    # The month's second name: "يونيو / حزيران".
    other = rf"(?:\s?/\s?{month}(?!\s?/))?"
    clock = r"(?:,?\s(?:[01]?\d|2[0-3])[:.][0-5]\d(?!\d))?"  # "Lucca, 03 apr 15:20 - "
    plain = number.replace(r"|\.", "")  # "March 11. The" ends with the stop
    day = rf"{number}\s?(?:{of}\s?)?{month}{other}|{month}(?:\s|(?<=\.)){plain}(?:\sd\.)?"
    numeric = r"\d{1,2}[./]\d{1,2}\.?(?:[./]?\d{4})?|\d{1,2}-\d{1,2}-\d{4}"
    # KUNA has the day and the number of the month: "الكويت - 11 - 3 (كونا) -- ".
    numeric = rf"{numeric}|(?<=-\s)\d{{1,2}}\s-\s\d{{1,2}}(?=\s\()"
    # "24 رمضان 1445 هـ الموافق 03 أبريل 2024 م": by two calendars
    words = rf"{CASELESS_WORD}(?:\s{CASELESS_WORD})?"
    lunar = rf"(?:\d{{1,2}}\s{words}\s\d{{4}}\s(?:{CASELESS_WORD}\s)?)?"
    year = rf"{year}(?:\s{alternation(words_of('year'))}(?!\w))?"
    return re.compile(
        rf"\s?(?:[,.،]|{DASH})?\s{lunar}(?:{links}\s)?(?:{weekday},?\s)?"
        rf"(?:(?P<month>\d{{4}}\.\s{month}\s{number}|(?:\d{{4}}\.\s)?(?:{day}){year}{clock}|{numeric})(?:,\s{weekday})?"
        rf"|\d{{1,2}}(?=\s?[(\[/])|(?<=,\s){weekday})"
    )


@lru_cache
def compile_glued_agency() -> re.Pattern[str]:
    """The agency of "دمشق-سانا استعادت": a name in a script without capitals behind a dash, and
    right behind it the text.
    """
    names = [name for name in list_agencies() if re.fullmatch(rf"[{CASELESS}]{{2,}}", name)]
    return re.compile(rf"\s?{DASH}?\s?(?P<name>{alternation(names)})\s?{DASH}?(?=\s)")
