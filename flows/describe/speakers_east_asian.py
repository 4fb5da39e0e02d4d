"""Who says a quotation in Chinese, Japanese and Korean, where only words around it mark a name."""

import re
from functools import lru_cache
from typing import NamedTuple

from flows.describe.speech_words import NameForm, read_habits
from flows.seeds import read_seed
from flows.text import OMITTED, alternation

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
KOREAN_SAID = r"(?:(?P<while>이?라며|며|이?라면서|면서)|이?라고도?|고|이?라는|는)"
JAPANESE_ASKED = r"(?:取材|質問|問い|記者団|報道陣)に(?:対し|答え|応じ)?て?"
JAPANESE_HEARD = re.compile(r"[、]?と[^。、\n]{0,6}(?:われ|かれ|され|られ)")  # 会見で「…」と問われ
KOREAN_MISTER = ("씨", "여사", "군", "양", "옹")
LONGEST_ROLE = 24  # characters of what stands before a name, and of the name
FOREIGN = re.compile(rf"[{HAN}A-Za-z]{{1,10}}(?:[·・‧][{HAN}A-Za-z]{{1,10}})+\Z")
BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
HAN_AND_ROLE = re.compile(rf"([{HAN}\u3005]{{2,5}})・[{HAN}]+\Z")  # 山本次郎・観光
HANGUL = r"\uac00-\ud7a3"
LONGEST_MEMORY = 3_000  # characters back to the full name of "김 시장"
JAPANESE_NAME = re.compile(rf"[{HAN}\u3005\u30a0-\u30ffA-Za-z]{{1,16}}\Z")


class EastAsianWords(NamedTuple):
    """seeds/speech_words.csv in one language."""

    name_form: NameForm
    before: re.Pattern[str]  # a speaker right before a quotation
    after: re.Pattern[str]  # a speaker right behind a quotation
    titles: re.Pattern[str]  # at the end of a text
    surnames: tuple[str, ...]
    breaks: tuple[str, ...]  # how no name ends
    pronouns: frozenset[str]


@lru_cache
def read_east_asian_words(language: str) -> EastAsianWords:
    words = read_seed("speech_words").filter(language=language)
    of = {kind: part["text"].to_list() for (kind,), part in words.group_by("kind")}
    name_form = read_habits(language).name_form
    verb, adverb = alternation(of["verb"]), alternation(of["adverb"])
    if name_form == "chinese":
        who = rf"([{HAN}·・‧A-Za-z]{{2,{LONGEST_ROLE}}}?)"
        before = rf"(?:^|[^{HAN}·・‧A-Za-z]){who}{adverb}{{0,3}}{verb}{{1,2}}[:：,，]?\s?\Z"
        after = rf"{who}{adverb}{{0,3}}{verb}{{1,2}}(?=[。，,；;！!\s{OMITTED}]|\Z)"
    elif name_form == "korean":
        office = rf"\s?(?P<office>[{HANGUL}A-Za-z]{{0,8}})\s?"
        role = rf"(?P<title>{office}{alternation(of['title'])})(?:\([^)]*\))?"
        who = rf"(?P<name>{alternation(of['surname'])}(?:[{HANGUL}]{{2}})?){role}"
        before = rf"(?:^|[\s,.]){who}(?:(?:은|는|도)\s(?:[^.\n]{{0,40}}\s)?|[이가]\s)\Z"
        told = rf"(?:{verb}|(?(while)다(?=[.\s]|\Z)|(?!)))"  # "…"라며 X는 한숨을 쉬었다
        after = rf"{KOREAN_SAID}[^.\n{OMITTED}]{{0,30}}?\s{who}[은는이가도]\s[^.\n]{{0,30}}?{told}"
    else:
        who = rf"([^。、\s{OMITTED}]{{1,{LONGEST_ROLE}}}?)"
        # 市長は会見で「…」と述べた
        where = rf"は[^。はが\n{OMITTED}]{{0,20}}(?:で|{JAPANESE_ASKED})"
        before = rf"(?:^|[。、\s]){who}(?:[はがも]|{where})[、]?\Z"
        apposition = rf"(?:[^。、\s{OMITTED}]{{1,{LONGEST_ROLE}}}、)?"  # 組合の会計係、佐々木さん
        after = rf"[、]?と[、]?{apposition}{who}[はがも](?=[^。\n]{{0,40}}?{verb})"
    return EastAsianWords(
        name_form,
        re.compile(before),
        re.compile(after),
        re.compile(rf"{alternation(of['title'])}\Z"),
        tuple(sorted(of.get("surname", ()), key=len, reverse=True)),
        tuple(of.get("break", ())),
        frozenset(of["pronoun"]),
    )


def find_east_asian_speakers(
    masked: str, spans: list[tuple[int, int]], language: str
) -> list[str | None]:
    """The speaker of each span [start, end) of a body that was taken out of it; None where nobody
    is named for sure.
    """
    words = read_east_asian_words(language)
    return [find_speaker(masked, start, end, words) for start, end in spans]


def find_speaker(masked: str, start: int, end: int, words: EastAsianWords) -> str | None:
    farthest = max(0, start - 3 * LONGEST_ROLE)
    lead = masked[max(farthest, masked.rfind("\n", farthest, start) + 1) : start]
    tail = masked[end : end + 4 * LONGEST_ROLE].partition("\n")[0]
    before, after = words.before.search(lead), words.after.match(tail)
    if words.name_form == "korean":
        is_told = re.match(KOREAN_SAID, tail) is not None
        found = (before if is_told else None) or after
        return read_korean_name(masked[max(0, start - LONGEST_MEMORY) : start], found, words)
    if words.name_form == "japanese":
        is_told = re.match(r"[、]?(?:と|など)", tail) is not None
        if before and before.end(1) < len(lead.rstrip("、")) - 1 and JAPANESE_HEARD.match(tail):
            return None  # it was said to him there
        text = before[1] if before and is_told else after[1] if after else ""
        return read_japanese_name(text, words)
    text = before[1] if before else after[1] if after else ""
    return read_chinese_name(text, words)


def read_korean_name(text: str, found: re.Match[str] | None, words: EastAsianWords) -> str | None:
    """The name before a title; "김 시장" is who alone had that name and title before."""
    if not found:
        return None
    name, office, title = found["name"], found["office"], found["title"].strip()
    if len(office) == 3 and office.startswith(words.surnames) and not office.endswith(words.breaks):
        return office if title.endswith(KOREAN_MISTER) else None  # 제빵사 오세진 씨
    if len(name) > 2:
        return None if name.endswith(words.breaks) else name
    known = set(re.findall(rf"(?<![{HANGUL}])({name}[{HANGUL}]{{2}})\s?{re.escape(title)}", text))
    return known.pop() if len(known) == 1 else None


def read_japanese_name(text: str, words: EastAsianWords) -> str | None:
    """The name before a title: "時計職人の田中一郎さん" names 田中一郎. None without a title."""
    text = BRACKETS.sub("", text)
    title = words.titles.search(text)
    if not title:
        return None
    name = text[: title.start()]
    while inner := words.titles.search(name):  # 田中社長様
        name = name[: inner.start()]
    name = re.split(r"[の「」（）()]", name)[-1]
    name = HAN_AND_ROLE.sub(r"\1", name)
    is_name = JAPANESE_NAME.fullmatch(name) is not None
    return name if is_name and len(name) > 1 and name not in words.pronouns else None


def read_chinese_name(text: str, words: EastAsianWords) -> str | None:
    """The name at the end of a description, if it has a surname: "商户代表陈伟" names 陈伟."""
    title = words.titles.search(text)
    if title and title.start() > 1:  # 王丽女士
        text = text[: title.start()]
    if foreign := FOREIGN.search(text):
        parts = [words.titles.search(foreign[0][:end]) for end in range(1, len(foreign[0]))]
        starts = [part.end() for part in parts if part]
        name = foreign[0][max(starts, default=0) :]
        return name if FOREIGN.fullmatch(name) else None
    sizes = [size for size in (2, 3, 4) if is_chinese_name(text[-size:], size, words)]
    whole = [size for size in sizes if size == len(text)]
    titled = [size for size in sizes if words.titles.search(text[:-size])]
    chosen = whole or titled or sorted(sizes, reverse=True)
    return text[-chosen[0] :] if chosen else None


def is_chinese_name(text: str, size: int, words: EastAsianWords) -> bool:
    """Whether a text begins with a surname and goes on with one or two characters."""
    surname = next((one for one in words.surnames if text.startswith(one)), None)
    if surname is None or words.titles.match(text[len(surname) :]):  # 冯警官
        return False
    return len(text) == size and 1 <= size - len(surname) <= 2
