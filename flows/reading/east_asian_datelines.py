"""Datelines of East Asia: "新华社罗马6月1日电（记者陈默）", "【パリ共同】", "(서울=연합뉴스)"."""

import re
from functools import lru_cache
from typing import NamedTuple

from flows.reading.byline_words import read_byline_words, read_east_asian_roles
from flows.reading.labels import find_agency, find_credited, is_agency
from flows.reading.person_names import is_name
from flows.text import EAST_ASIAN, alternation

OPENING, CLOSING = "[（(【［\\[〔「]", "[）)】］\\]〕」]"
DATE = r"(?:\d{2,4}年)?(?:\d{1,2}月)?\d{1,2}[日号號]|\d{1,2}월?\s?\d{1,2}일"
SIGN = rf"(?:々|ー|・|·|{EAST_ASIAN})"
LONGEST_HEAD = 40
BRACKETED = re.compile(
    rf"{OPENING}(?P<inner>[^\n（(【［\[〔）)】］\]〕]{{2,{LONGEST_HEAD}}}){CLOSING}\s*"
)
SPLIT = re.compile(r"[\s＝=・、，,／/|]+")
MARK = re.compile(r"\s*[-－–—=＝:：]{1,2}\s*")
PARTED = re.compile(r"\s*[＝=／/]\s*")
LONGEST_PLACE = 12


class Found(NamedTuple):
    """What read_dateline gives, in its order."""

    place: str | None
    agency: str | None
    end: int
    authors: tuple[str, ...]


class DatelineNames(NamedTuple):
    """What the words of a dateline name."""

    place: str | None
    agency: str | None
    authors: tuple[str, ...]
    is_credited: bool


def read_east_asian(text: str) -> Found | None:
    """What a dateline of East Asia says; None if the text has none.

    >>> read_east_asian("【パリ共同】港は閉まった。")
    Found(place='パリ', agency='kyodo-news', end=6, authors=())
    """
    if not compile_start().match(text):
        return None
    return read_wired(text) or read_bracketed(text) or read_signed(text)


def read_wired(text: str) -> Found | None:
    """ "新华社罗马6月1日电（记者陈默）", "（法新社罗马14日电）", "本报讯 记者陈默报道："."""
    match = compile_wired().match(text)
    if not match:
        return None
    names = name_parts(match["head"])
    if not names.is_credited:
        return None
    end, authors = match.end(), names.authors
    if reporters := BRACKETED.match(text, end):
        found = read_reporters(reporters["inner"])
        if found:
            end, authors = reporters.end(), (*authors, *found)
    elif reported := compile_reported().match(text, end):
        end, authors = reported.end(), (*authors, *read_reporters(reported["names"]))
    if mark := MARK.match(text, end):
        end = mark.end()
    return Found(names.place, names.agency, end, authors)


def read_bracketed(text: str) -> Found | None:
    """ "【パリ共同】", "[東京 1日 ロイター] - ", "(서울=연합뉴스) 김도윤 기자 = "."""
    bracket = BRACKETED.match(text)
    if not bracket or not compile_sign().search(text, 1, bracket.end() + 1):
        return None
    parts = [part for part in SPLIT.split(bracket["inner"]) if part]
    place, agencies, authors, is_credited = None, [], [], False
    for part in parts:
        if re.fullmatch(DATE, part):
            continue
        names = name_parts(part)
        is_credited = is_credited or names.is_credited
        agencies += [names.agency] if names.agency else []
        authors += names.authors
        rest = names.place
        if rest and place is None:
            place = rest
        elif rest and is_name(rest):
            authors.append(rest)
    if not is_credited:
        return None
    end = bracket.end()
    if reporter := compile_reporter().match(text, end):
        end, authors = reporter.end(), [*authors, *read_reporters(reporter["names"])]
    elif mark := MARK.match(text, end):
        end = mark.end()
    agency = agencies[0] if len(set(agencies)) == 1 else None
    return Found(place, agency, end, tuple(authors))


def read_signed(text: str) -> Found | None:
    """Who reports from where for the paper itself: "〔記者陳曉／台北報導〕", "【パリ＝佐藤葵】"."""
    bracket = BRACKETED.match(text)
    parts = PARTED.split(bracket["inner"]) if bracket else []
    if not bracket or len(parts) != 2:
        return None
    first, last = parts
    if role := compile_role().match(first):
        authors = read_reporters(first[role.end() :])
        filed = compile_filed().fullmatch(last)
        if not authors or not filed:
            return None
        place = filed["place"] if filed["place"] not in read_byline_words("genre") else None
        return Found(place or None, None, bracket.end(), authors)
    authors = tuple(name.replace(" ", "") for name in re.split("[、・，]", last))
    is_told = "＝" in bracket["inner"] and all(map(is_name, authors))
    if not is_told or not re.fullmatch(rf"{SIGN}{{2,{LONGEST_PLACE}}}", first):
        return None
    return Found(first, None, bracket.end(), authors)


def name_parts(head: str) -> DatelineNames:
    """The outlet at the start or end of words without spaces, the place and the people beside."""
    head = head.strip(" 　")
    agency, is_credited = None, False
    for count in range(len(head), 1, -1):
        start, end = head[:count], head[-count:]
        outlet = find_credited(start) or find_credited(end)
        own = start in read_byline_words("own")
        if outlet or own:
            agency = outlet if outlet and is_agency(outlet) else None
            at_start = own or find_credited(start) is not None
            head = head[count:] if at_start else head[:-count]
            is_credited = True
            break
    else:
        agency = find_agency(head)
    head = re.sub(DATE, "", head).strip(" 　")
    authors: tuple[str, ...] = ()
    if role := compile_role().match(head):
        name, head = cut_reporter(head[role.end() :])
        authors = (name,) if name else ()
    is_short = 1 <= len(head) <= LONGEST_PLACE
    return DatelineNames(head if is_short else None, agency, authors, is_credited)


def cut_reporter(text: str) -> tuple[str | None, str]:
    """(name, place) of "陈默伦敦": a name has two or three signs, and a place at least two."""
    if " " in text:
        name, _, place = text.partition(" ")
        return name, place.strip()
    count = 3 if len(text) in (3, 5) or len(text) > 5 else 2
    return (text[:count] if len(text) >= 2 else None), text[count:]


def read_reporters(text: str) -> tuple[str, ...]:
    """("陈默", "王可") of "记者陈默 王可"; none if it names nobody."""
    text = compile_role().sub("", text)
    for role in read_east_asian_roles():
        text = text.replace(role, " ")
    names = [name for name in re.split(r"[\s、，,・·]+", text.strip(" :：")) if name]
    return tuple(names) if names and all(map(is_name, names)) else ()


@lru_cache
def compile_start() -> re.Pattern[str]:
    return re.compile(rf"{OPENING}|{SIGN}|[A-Z]")


@lru_cache
def compile_sign() -> re.Pattern[str]:
    return re.compile(SIGN)


@lru_cache
def compile_wired() -> re.Pattern[str]:
    words = alternation(read_byline_words("wire"))
    return re.compile(
        rf"{OPENING}?\s*(?P<head>(?:{SIGN}|[ A-Za-z0-9.]){{2,30}}?)\s*(?:(?:{DATE})\s*)?{words}"
        rf"\s*{CLOSING}?\s*(?=\S)"
    )


@lru_cache
def compile_role() -> re.Pattern[str]:
    roles = alternation([*read_byline_words("author"), *read_east_asian_roles()])
    return re.compile(rf"{alternation(read_byline_words('own'))}?{roles}\s*[:：]?\s*")


@lru_cache
def compile_reported() -> re.Pattern[str]:
    """ "记者陈默报道：" behind "本报讯"."""
    roles, words = alternation(read_east_asian_roles()), alternation(read_byline_words("wire"))
    own = alternation(read_byline_words("own"))
    return re.compile(rf"\s*(?P<names>{own}?{roles}\s*{SIGN}{{2,4}}?)\s*{words}[:：]\s*")


@lru_cache
def compile_reporter() -> re.Pattern[str]:
    """ "김도윤 기자 = " behind the brackets."""
    roles = alternation(read_east_asian_roles())
    name = rf"{SIGN}{{2,5}}"
    return re.compile(rf"\s*(?P<names>(?:{name}[\s·,]\s?){{0,3}}{name}?\s?{roles})\s*[=＝]\s*")


@lru_cache
def compile_filed() -> re.Pattern[str]:
    """ "台北報導", "綜合報導"."""
    words = alternation(word for word in read_byline_words("wire") if len(word) > 1)
    return re.compile(rf"(?P<place>{SIGN}{{0,6}}?)\s*{words}")
