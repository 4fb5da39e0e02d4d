"""What a site calls itself: the name that its pages print beside their articles."""

import re
from functools import lru_cache

import polars as pl

from flows.reading.byline_words import list_articles
from flows.reading.labels import find_domain
from flows.segment import find_kinds
from flows.text import alternation, fold_letters, fold_text

SITE_NAMES = pl.Schema({"page_id": pl.String, "site_name": pl.String})

LONGEST_NAME = 60  # characters
MOST_WORDS = 6
COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)\W{0,4}(?:\d{4}\W{1,4}){1,2}(?:by )?(.{2,60})", re.I)
OWNER_END = re.compile(r"[.|,;(]| [-–—] ")
# What joins a site's name to a title: "Bridge reopens | Harbour Gazette".
JOINT = re.compile(r"\s[|·•»—–-]\s|\s?[|｜»]\s?|[_＿]")
SIGN = re.compile(r"\W|_")


def describe_site_names(pages: pl.DataFrame, segments: pl.DataFrame) -> pl.DataFrame:
    """The name that each page prints of its own site, if it does (SITE_NAMES).

    A name is a whole line, or what a sign joins to a title ("Bridge reopens | Harbour Gazette"). It
    counts if it is spelled as the domain is, or if the page also prints it as the owner of its
    copyright.

    Needs: page_id, text, host_domain (null: none); SEGMENTS of the pages.
    """
    own = segments.filter(~pl.col("kind").is_in(find_kinds("is_body")))
    places: dict[str, list[tuple[int, int]]] = {}
    for page_id, *place in own.select("page_id", "start_char", "end_char").iter_rows():
        places.setdefault(page_id, []).append(tuple(place))
    found = []
    for page_id, text, domain in pages.select("page_id", "text", "host_domain").iter_rows():
        lines = [text[start:end].strip() for start, end in places.get(page_id, ())]
        if name := find_site_name(lines, domain):
            found.append((page_id, name))
    return pl.DataFrame(found, schema=SITE_NAMES, orient="row")


def find_site_name(lines: list[str], domain: str | None) -> str | None:
    """The name of a site among the lines of a page that are no body.

    >>> find_site_name(["Bridge reopens | Harbour Gazette", "Share"], "harbourgazette.example")
    'Harbour Gazette'
    >>> find_site_name(["Hafenblatt", "Brücke offen", "© 2025 Hafenblatt"], None)
    'Hafenblatt'
    """
    spelling = spell_domain(domain) if domain else ()
    owners = {fold_text(owner): owner for line in lines if (owner := find_owner_name(line))}
    printed: dict[str, tuple[int, str]] = {}
    # Most lines hold neither name: a look at their letters alone is ten times as fast.
    cores = {compile_glued_article().sub("", letters) for letters in spelling} | {
        spell(owner) for owner in owners
    }
    for line in lines:
        if len(line) > 4 * LONGEST_NAME or not holds_any(spell(line), cores):
            continue
        for part in split_site_names(line):
            folded = fold_text(part)
            count, first = printed.get(folded, (0, part))
            printed[folded] = (count + 1, first)
    printed_owner = next((owner for folded, owner in owners.items() if folded in printed), None)
    if spelling:
        likely = [*owners.values(), *(name for _, name in printed.values())]
        spelled = [name for name in likely if is_spelled(name, spelling)]
        if spelled:
            return max(spelled, key=lambda name: printed.get(fold_text(name), (1, ""))[0])
    return printed_owner


def holds_any(letters: str, names: set[str]) -> bool:
    return any(name in letters for name in names)


def split_site_names(line: str) -> list[str]:
    """The parts of a line that could be a name: the line, and what signs join."""
    parts = dict.fromkeys([line, *JOINT.split(line)])
    stripped = (part.strip(" \t|·•»—–-:©") for part in sorted(parts, key=line.find))
    return [
        part for part in stripped if 1 < len(part) <= LONGEST_NAME and part.count(" ") < MOST_WORDS
    ]


def find_owner_name(line: str) -> str | None:
    """The name in a line of copyright: "© 2025 Example News. All rights reserved"."""
    owned = COPYRIGHT.search(line)
    name = OWNER_END.split(owned[1])[0].strip() if owned else ""
    return name if 1 < len(name) <= LONGEST_NAME and name.count(" ") < MOST_WORDS else None


def spell_domain(domain: str) -> tuple[str, ...]:
    """The letters of a domain that a name may be spelled with: without its ending, and with it."""
    parts = find_domain(domain, include_psl_private_domains=True)
    name = parts.domain or domain
    if not parts.suffix:  # "gazette.example"
        name = domain.rpartition(".")[0] or domain
    return tuple(dict.fromkeys((spell(name), spell(domain))))


def spell(text: str) -> str:
    return SIGN.sub("", fold_letters(text))


@lru_cache
def compile_glued_article() -> re.Pattern[str]:
    """An article that is glued to a name: one letter may be of the name itself."""
    words = alternation(spell(word) for word in list_articles() if len(spell(word)) > 1)
    return re.compile(rf"^{words}(?=.{{4}})")


def is_spelled(name: str, spelling: tuple[str, ...]) -> bool:
    """Whether a name has just the letters of a domain, an article before it or not; a name that is
    the domain itself says nothing that the domain does not.
    """
    letters = spell(name)
    if "." in name.strip(".") and letters == spelling[-1]:
        return False
    return letters in spelling or compile_glued_article().sub("", letters) in {
        compile_glued_article().sub("", one) for one in spelling
    }
