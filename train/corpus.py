"""Pages to train and score the line labeller with, and composites made of them.

The texts are the reference's (COPYDESK_REFERENCE) and never leave it; only weights and counts do.
"""

import os
import random
import re
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import polars as pl

from flows.reading.labels import list_domains
from flows.seeds import read_seed

STORY = pl.Struct({"headline": pl.String, "text": pl.String})
PAGES = pl.Schema(
    {
        "page_id": pl.String,
        "set": pl.String,  # dev, silver, dev_composite, made, bare
        "publisher": pl.String,  # registrable domain: what folds are split by
        "language": pl.String,
        "converter": pl.String,
        "text": pl.String,
        "body": pl.String,
        "headline": pl.String,
        "is_gold": pl.Boolean,  # the headline is the publisher's; else only good for placing
        "weight": pl.Float32,
        "stories": pl.List(STORY),  # placed on the page
    }
)
FEWEST_AGREEMENT = 0.85  # of a silver page's two extractors, for its body to be placed elsewhere
# What a line of each set counts; swept .3-1.0, flat.
WEIGHTS = {"dev": 1.0, "dev_composite": 0.7, "silver": 0.6, "made": 0.5, "bare": 0.2}
BARE_SHARE = 0.4  # of the pages with a headline that also train as a bare article
MADE_PER_PAGE = {"dev": 3, "silver": 2}
LONGEST_GLUED = 60  # characters that stand beside a headline on its line


def find_reference() -> Path:
    """The folder of reference pages; ends the program with a line where there is none."""
    folder = Path(os.environ.get("COPYDESK_REFERENCE", "/nonexistent"))
    if not (folder / "pages" / "dev.parquet").exists():
        sys.exit("COPYDESK_REFERENCE must name the folder that holds pages/dev.parquet")
    return folder


def read_pages(reference: Path) -> pl.DataFrame:
    """The pages of dev, dev_composite and silver (PAGES)."""
    dev, composite, silver = (
        pl.read_parquet(reference / "pages" / f"{name}.parquet")
        for name in ("dev", "dev_composite", "silver")
    )
    domains = {
        publisher: list_domains(url)[-1]
        for publisher, url in dev.select("publisher", "url").iter_rows()
    }
    domain = pl.col("publisher").replace_strict(domains, default=pl.col("publisher"))
    frames = [
        frame.select(
            "page_id",
            set=pl.lit(name),
            publisher=domain,
            language="language",
            converter="converter",
            text="text",
            body="gold_body",
            headline="gold_headline",
            is_gold=pl.col("gold_headline").is_not_null(),
            weight=pl.lit(WEIGHTS[name], pl.Float32),
            stories=read_stories(frame),
        )
        for name, frame in (("dev", dev), ("dev_composite", composite))
    ]
    hosts = [(list_domains(url) or ["unknown"])[-1] for url in silver["url"]]
    agreement = pl.col("agreement").fill_null(0.8).clip(0, 1)
    rows = silver.select("text", "silver_body").iter_rows()
    titles = pl.Series([find_title(text, body) for text, body in rows], dtype=pl.String)
    frames.append(
        silver.select(
            "page_id",
            set=pl.lit("silver"),
            publisher=pl.Series(hosts),
            language="language",
            converter="converter",
            text="text",
            body="silver_body",
            headline=pl.when(agreement > FEWEST_AGREEMENT).then(titles),
            is_gold=pl.lit(False),
            weight=(agreement * WEIGHTS["silver"]).cast(pl.Float32),
            stories=read_stories(silver),
        )
    )
    return pl.concat(frames).match_to_schema(PAGES)


def read_stories(pages: pl.DataFrame) -> pl.Series:
    if "gold_related" not in pages.columns:
        return pl.Series([[]] * pages.height, dtype=pl.List(STORY))
    stories = [
        [{"headline": story["headline"], "text": story["text"]} for story in placed]
        for placed in pages["gold_related"]
    ]
    return pl.Series(stories, dtype=pl.List(STORY))


def find_title(text: str, body: str) -> str | None:
    """The longest title-like line shortly above a silver body; it has no gold headline."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    opening = body.strip()[:40]
    first = next((no for no, line in enumerate(lines) if line[:40] == opening), 0)
    titles = [line for line in lines[max(0, first - 12) : first] if 25 <= len(line) <= 150]
    return max((line for line in titles if not line.endswith(".")), key=len, default=None)


# Which lines are of the body


def normalise(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()


def find_body_lines(lines: list[str], body: str) -> list[bool]:
    """For each line whether it stands in the gold body: a short one as a line of its own."""
    whole = f" {normalise(body)} "
    short = {normalise(line) for line in body.split("\n")}
    return [is_body_line(normalise(line), whole, short) for line in lines]


def is_body_line(line: str, whole: str, short: set[str]) -> bool:
    if len(line) < 25:
        return bool(line) and line in short
    is_part = line in whole
    return is_part or (len(line) > 80 and line[:60] in whole and line[-50:] in whole)


def find_story_lines(lines: list[str], stories: list[dict]) -> list[str | None]:
    """For each line whether it is the headline or of the text of a story placed on the page."""
    headlines = {normalise(story["headline"] or "") for story in stories} - {""}
    texts = {normalise(line) for story in stories for line in (story["text"] or "").split("\n")} - {
        ""
    }
    found = []
    for line in map(normalise, lines):
        if line in texts:
            found.append("text")
        elif line in headlines or any(
            head in line and len(line) <= len(head) + LONGEST_GLUED for head in headlines
        ):
            found.append("headline")
        else:
            found.append(None)
    return found


def is_same_headline(headline: str | None, line: str) -> bool:
    """Whether a line is a page's headline, by word overlap as the reference's score.py has it."""
    if not headline or not 8 <= len(line) <= 300:
        return False
    one, other = (set(re.findall(r"\w+", text.lower())) for text in (headline, line))
    return len(one & other) >= 0.8 * len(one | other) > 0


# Composites: other stories placed in pages, in layouts as varied as the web's


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
    """Composites of dev and silver pages (PAGES, set `made`); stories are of other publishers."""
    chance = random.Random(seed)
    pool = pages.filter(pl.col("set") != "dev_composite", pl.col("headline").is_not_null())
    stories = list(pool.select("publisher", "language", "headline", "body").iter_rows())
    by_language: dict[str, list] = {}
    for story in stories:
        by_language.setdefault(story[1], []).append(story)
    made = []
    for page in pages.filter(pl.col("set") != "dev_composite").iter_rows(named=True):
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
    known = pages.filter(pl.col("set") != "dev_composite", pl.col("headline").is_not_null())
    bare = []
    for page in known.iter_rows(named=True):
        if chance.random() > BARE_SHARE:
            continue
        gap = chance.choice(["\n", "\n\n"])
        meta = ["By " + chance.choice(AUTHORS)] * (chance.random() < 0.3)
        meta += [write_time(chance, page["language"], False)] * (chance.random() < 0.3)
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
    placed: list[dict] = []
    block = list(write_block(chance, page["language"], stories, blank_share > 0.37, placed))
    place = chance.choice(["inside", "inside", "behind", "behind", "last", "above"])
    at = len(lines)
    if body and place == "inside" and len(body) > 3:
        at = chance.choice(body[1:-1])
    elif body and place in ("behind", "inside"):
        at = body[-1] + 1
    elif body and place == "above":
        at = max(0, body[0] - chance.randint(0, 12))
    return "\n".join([*lines[:at], *block, *lines[at:]]), placed


def write_block(
    chance: random.Random,
    language: str,
    stories: list[tuple[str, str]],
    is_blanky: bool,
    placed: list[dict],
) -> Iterator[str]:
    """Lines of cards that are all alike, with a marker above them or none; what stands in them is
    added to `placed`.
    """
    card = [
        *chance.choice(ABOVE),
        chance.choice(HEADS),
        *chance.choice(BELOW_HEAD),
        "{text}",
        *chance.choice(BELOW_TEXT),
    ]
    texts = chance.choice(TEXTS)
    separator = chance.choice([" | ", " · ", " - ", " • ", ", ", " / ", " — ", " "])
    bullet = chance.choice([*[""] * 8, "* ", "- ", "• ", "▸ "])
    more = chance.choice([*[""] * 4, *MORE])
    between = chance.choice(BETWEEN)
    has_age = chance.random() < 0.6
    gap = chance.choice([1, 1, 2] if is_blanky else [0, 1, 1, 2])
    line_gap = int(is_blanky and chance.random() < 0.5)
    yield from [""] * chance.choice([0, 1])
    if chance.random() < 0.75:
        yield write_marker(chance, language)
        yield from [""] * chance.choice([0, 0, 1])
    for number, (head, body) in enumerate(stories, 1):
        kind = chance.choice(TEXTS[:3]) if texts == "mixed" else texts
        words = {
            "label": chance.choice(read_names()),
            "when": write_time(chance, language, has_age),
            "sep": separator,
            "head": bullet + head,
            "author": chance.choice(AUTHORS),
            "kicker": chance.choice(KICKERS),
            "number": number,
            "count": chance.randint(1, 400),
            "caption": f"{head.split(':')[-1].strip()} | {chance.choice(AUTHORS)}/Getty Images",
        }
        text = write_text(chance, kind, body)
        placed.append({"headline": head, "text": "\n".join(text)})
        for part in card:
            for line in text if part == "{text}" else [part.format(**words)]:
                yield line
                yield from [""] * line_gap
        if more and kind in ("teaser", "line"):
            yield more
        yield from [""] * gap
        if between and number < len(stories):
            yield from [between, *[""] * gap]


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
