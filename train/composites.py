"""Pages made of the reference's: other stories placed in them, and articles with nothing around.

Layouts are as varied as the web's, so that the labeller learns none by heart.
"""

import random
from functools import lru_cache
from typing import NamedTuple

import polars as pl

from flows.seeds import read_seed
from train.corpus import PAGES, WEIGHTS, find_body_lines

BARE_SHARE = 0.4  # of the pages with a headline that also train as a bare article
MADE_PER_PAGE = {"dev": 3, "silver": 2}
AGES = {
    "en": ["{n} minutes ago", "{n} hours ago", "{n}h ago", "{n} days ago", "an hour ago"],
    "de": ["vor {n} Stunden", "vor {n} Minuten", "vor {n} Tagen", "vor einer Stunde"],
    "fr": ["il y a {n} heures", "il y a {n} minutes"],
    "es": ["hace {n} horas", "hace {n} minutos"],
    "it": ["{n} ore fa", "{n} minuti fa"],
    "nl": ["{n} uur geleden", "{n} minuten geleden"],
    "ru": ["{n} часов назад", "{n} минут назад"],
    "uk": ["{n} годин тому", "{n} хвилин тому"],
}
DATES = [
    *("{d}.{m:02}.202{y}", "{d} May 202{y}", "May {d}, 202{y}", "202{y}-{m:02}-{d:02}"),
    *("{d}/{m:02}/202{y}", "{h}:{d:02}", "{d:02}.{m:02}.202{y}, {h}:{d:02} Uhr", "June {d}"),
]
MORE = [
    *("Read more", "Weiterlesen", "Mehr lesen", "Continue reading", "Lire la suite", "»", "..."),
    *("Leer más", "Full story", "Read full article", "mehr"),
]
AUTHORS = ["Ann Lee", "Jonas Weber", "Marie Dupont", "Luis Gómez", "Олена Коваль", "R. K. Menon"]
KICKERS = [
    *("Politics", "World", "Sport", "Business", "Politik", "Panorama", "Wirtschaft", "Kultur"),
    *("Monde", "Société", "Deportes", "Mundo", "Світ", "Экономика", "Exclusive", "Opinion"),
]
# Where the parts of a card stand: above its headline, between that and its text, below.
ABOVE = [
    *[[]] * 6,
    *(["{label}"], ["{when}"], ["{label}", "{when}"], ["{when}", "{label}"]),
    *(["{label}{sep}{when}"], ["{when}{sep}{label}"], ["{label}{when}"], ["{kicker}"]),
    *(["{label}", "{when}", "- {label}"], ["{kicker}", "{when}"], ["{kicker}{sep}{when}"]),
    *(["{number}"], ["{number}", "{kicker}"], ["{caption}"], ["{kicker}", "{label}"]),
]
HEADS = [
    *["{head}"] * 12,
    *("{number}. {head}", "{kicker}: {head}", "{label}: {head}", "{head} - {label}"),
    *("{head} | {label}", "{when} {head}", "{head} ({label})", "{label}{when}{head}"),
    *("{head}{sep}{when}", "{label}{sep}{head}"),
]
BELOW_HEAD = [
    *[[]] * 6,
    *(["{label}"], ["{when}"], ["{label}{sep}{when}"], ["{when}{sep}{label}"]),
    *(["{label}", "{when}"], ["By {author}"], ["By {author}{sep}{when}"], ["{author}", "{when}"]),
    *(["By {author}, {label}", "{when}"], ["{when}", "{caption}"], ["{label}{when}"]),
]
BELOW_TEXT = [
    *[[]] * 8,
    *(["{label}{sep}{when}"], ["{label}"], ["{when}"], ["Source: {label}"], ["({label})"]),
    *(["{count} comments"], ["Share", "Tweet"], ["{kicker}"], ["{label} / {author}"]),
]
BETWEEN = [*[""] * 10, "* * *", "---", "***", "Advertisement", "•"]
TEXTS = ["teaser", "line", "paragraphs", "mixed", "teaser", "line", "paragraphs", "none"]


def make_composites(pages: pl.DataFrame, seed: int = 7) -> pl.DataFrame:
    """Composites of articles' pages (PAGES, set `made`); stories are of other publishers."""
    chance = random.Random(seed)
    pages = pages.filter(pl.col("set") != "dev_composite", "is_article")
    pool = pages.filter(pl.col("headline").is_not_null())
    stories = list(pool.select("publisher", "language", "headline", "body").iter_rows())
    by_language: dict[str, list] = {}
    for story in stories:
        by_language.setdefault(story[1], []).append(story)
    made = []
    hosts = pages.filter(pl.col("set").is_in([*MADE_PER_PAGE]))
    for page in hosts.iter_rows(named=True):
        for number in range(MADE_PER_PAGE[page["set"]]):
            own = by_language.get(page["language"], [])
            choice = own if len(own) > 10 and chance.random() < 0.8 else stories
            placed = chance.sample(choice, min(chance.randint(1, 7), len(choice)))
            chosen = [(head, body) for _, _, head, body in placed]
            text, block = place_stories(chance, page, chosen)
            made.append(
                page
                | {"page_id": f"{page['page_id']}#{number}", "text": text, "set": "made"}
                | {"stories": block}
                | {"weight": WEIGHTS["made"] * page["weight"]}
            )
    return pl.DataFrame(made, schema=PAGES)


def make_bare(pages: pl.DataFrame, seed: int = 11) -> pl.DataFrame:
    """Articles with nothing around them but a byline or a date (PAGES, set `bare`)."""
    chance = random.Random(seed)
    known = pages.filter(pl.col("set").is_in(["dev", "silver"]), pl.col("headline").is_not_null())
    bare = []
    for page in known.iter_rows(named=True):
        if chance.random() > BARE_SHARE:
            continue
        gap = chance.choice(["\n", "\n\n"])
        byline, has_byline = f"By {chance.choice(AUTHORS)}", chance.random() < 0.3
        time, has_time = write_time(chance, page["language"], False), chance.random() < 0.3
        meta = [byline] if has_byline else []
        meta += [time] if has_time else []
        paragraphs = [line for line in page["body"].split("\n") if line.strip()]
        first = chance.choice([0, 0, 1]) * "\n"
        bare.append(
            page
            | {"page_id": f"{page['page_id']}#bare", "set": "bare", "is_gold": True}
            | {"weight": WEIGHTS["bare"] * page["weight"]}
            | {"text": first + gap.join([page["headline"].strip(), *meta, *paragraphs])}
        )
    return pl.DataFrame(bare, schema=PAGES)


def place_stories(
    chance: random.Random, page: dict, stories: list[tuple[str, str]]
) -> tuple[str, list[dict]]:
    """A page's text with other stories in one block: inside, behind or above its body, or last;
    and the stories as they stand there.
    """
    lines = page["text"].split("\n")
    is_body = find_body_lines(lines, page["body"])
    body = [no for no, is_line in enumerate(is_body) if is_line]
    blank_share = sum(not line.strip() for line in lines) / len(lines)
    layout = choose_layout(chance, is_spaced=blank_share > 0.37)
    block, placed = write_block(chance, page["language"], stories, layout)
    place = chance.choice(["inside", "inside", "behind", "behind", "last", "above"])
    at = len(lines)
    if body and place == "inside" and len(body) > 3:
        at = chance.choice(body[1:-1])
    elif body and place in ("behind", "inside"):
        at = body[-1] + 1
    elif body and place == "above":
        at = max(0, body[0] - chance.randint(0, 12))
    return "\n".join([*lines[:at], *block, *lines[at:]]), placed


class Layout(NamedTuple):
    """How all cards of a block look."""

    parts: list[str]  # lines of a card with fields to fill; "{text}" stands for the story's text
    text_kind: str  # of TEXTS
    separator: str
    bullet: str
    more: str  # line below a text that is cut; or ""
    between: str  # line between two cards; or ""
    has_age: bool  # else a date
    gap: int  # blank lines behind a card
    line_gap: int  # blank lines behind each line


def choose_layout(chance: random.Random, is_spaced: bool) -> Layout:
    return Layout(
        parts=[
            *chance.choice(ABOVE),
            chance.choice(HEADS),
            *chance.choice(BELOW_HEAD),
            "{text}",
            *chance.choice(BELOW_TEXT),
        ],
        text_kind=chance.choice(TEXTS),
        separator=chance.choice([" | ", " · ", " - ", " • ", ", ", " / ", " — ", " "]),
        bullet=chance.choice([*[""] * 8, "* ", "- ", "• ", "▸ "]),
        more=chance.choice([*[""] * 4, *MORE]),
        between=chance.choice(BETWEEN),
        has_age=chance.random() < 0.6,
        gap=chance.choice([1, 1, 2] if is_spaced else [0, 1, 1, 2]),
        line_gap=1 if is_spaced and chance.random() < 0.5 else 0,
    )


def write_block(
    chance: random.Random, language: str, stories: list[tuple[str, str]], layout: Layout
) -> tuple[list[str], list[dict]]:
    """The lines of a card for each story, with a marker above them or none; and the stories as
    they stand there.
    """
    lines, placed = [""] * chance.choice([0, 1]), []
    if chance.random() < 0.75:
        lines += [write_marker(chance, language), *[""] * chance.choice([0, 0, 1])]
    for number, (head, body) in enumerate(stories, 1):
        is_mixed = layout.text_kind == "mixed"
        kind = chance.choice(TEXTS[:3]) if is_mixed else layout.text_kind
        fields = choose_fields(chance, language, head, layout)
        text = write_text(chance, kind, body)
        placed.append({"headline": head, "text": "\n".join(text)})
        for part in layout.parts:
            own = text if part == "{text}" else [part.format(number=number, **fields)]
            for line in own:
                lines += [line, *[""] * layout.line_gap]
        if layout.more and kind in ("teaser", "line"):
            lines.append(layout.more)
        lines += [""] * layout.gap
        if layout.between and number < len(stories):
            lines += [layout.between, *[""] * layout.gap]
    return lines, placed


def choose_fields(
    chance: random.Random, language: str, head: str, layout: Layout
) -> dict[str, object]:
    """What fills the fields of a card's parts."""
    return {
        "label": chance.choice(read_names()),
        "when": write_time(chance, language, layout.has_age),
        "sep": layout.separator,
        "head": layout.bullet + head,
        "author": chance.choice(AUTHORS),
        "kicker": chance.choice(KICKERS),
        "count": chance.randint(1, 400),
        "caption": f"{head.split(':')[-1].strip()} | {chance.choice(AUTHORS)}/Getty Images",
    }


def write_marker(chance: random.Random, language: str) -> str:
    markers = read_markers()
    own = markers.get(language) if chance.random() < 0.7 else None
    marker = chance.choice(own or chance.choice(list(markers.values())))
    return chance.choice([marker, marker.title(), marker.upper(), marker.capitalize()])


def write_time(chance: random.Random, language: str, is_age: bool) -> str:
    if is_age:
        own = AGES.get(language) if chance.random() < 0.7 else None
        form = chance.choice(own or chance.choice(list(AGES.values())))
        return form.format(n=chance.randint(2, 23))
    day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(3, 6)
    return chance.choice(DATES).format(d=day, m=month, y=year, h=chance.randint(10, 23))


def write_text(chance: random.Random, kind: str, body: str) -> list[str]:
    paragraphs = [line for line in body.split("\n") if line.strip()]
    if kind == "none" or not paragraphs:
        return []
    if kind == "teaser":
        cut = paragraphs[0][: chance.randint(120, 300)]
        whole = len(cut) == len(paragraphs[0])
        return [cut if whole else cut.rsplit(" ", 1)[0] + chance.choice(["…", "...", ""])]
    if kind == "line":
        return [" ".join(paragraphs)[: chance.choice([700, 1500, 4000, 8000])]]
    return paragraphs[: chance.randint(2, 14)]


@lru_cache
def read_names() -> list[str]:
    names = read_seed("outlets").filter(pl.col("domain").is_not_null())["name"]
    return names.filter(names.str.len_chars() < 28).to_list()


@lru_cache
def read_markers() -> dict[str, list[str]]:
    markers = read_seed("page_markers").filter(kind="related_marker")
    lines = markers.filter(pl.col("match") != "contains").select("language", "phrase")
    found: dict[str, list[str]] = {}
    for language, phrase in lines.iter_rows():
        found.setdefault(language, []).append(phrase.strip(":| "))
    return found
