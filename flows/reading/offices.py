"""The offices of people in bylines: "Europe correspondent", "Reporter Jane Roe"."""

import re
from functools import lru_cache

from flows.reading.byline_words import is_job, is_role, read_byline_words, read_east_asian_roles
from flows.reading.labels import is_outlet
from flows.reading.person_names import LONGEST_NAME, is_doubtful, is_full_name, is_name
from flows.text import alternation, fold_case

SHORTEST_JOB_IN_WORD = 8  # letters of a job that another word may stand before
MOST_OFFICE_WORDS = 7  # "foreign affairs and security correspondent"
LONGEST_EAST_ASIAN = 5  # signs of a name


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


@lru_cache
def compile_collective() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){alternation(read_byline_words('collective'))}(?!\w)")
