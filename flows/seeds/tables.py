"""The tables of seeds/: a schema each, with what a field may hold and which rules the rows keep."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

import polars as pl

from flows.search_terms import PLACES, has_terms
from flows.seeds import corrections, rules
from flows.seeds.rules import Rule
from flows.seeds.topics import TERM_ADVICE, fold_term, is_term, make_watch_topic_id
from flows.text import EDGES, MARK, SCRIPTS, fold_text

LONGEST_FIELD = 500  # the longest that ships has 93 characters
LONGEST_PHRASES = 20_000

Stage = Literal["cut", "describe", "topics", "compare"]


class Content(NamedTuple):
    """What a field may hold, and what a message says of a field that holds something else."""

    fault: str  # "kind "blog" is unknown"
    advice: str  # "write publisher, wire or aggregator"
    is_right: Callable[[str], bool]
    dtype: type[pl.DataType] = pl.String
    longest: int = LONGEST_FIELD
    is_spaced_freely: bool = (
        False  # white space is nothing: phrases may stand on lines of their own
    )


@dataclass(frozen=True)
class Column:
    content: Content
    is_required: bool = True
    refers_to: tuple[str, ...] = ()  # tables: the first column of the key of one of them
    fold: Callable[[str], str] | None = None  # how fields are compared in a key


@dataclass(frozen=True)
class Table:
    """One file of seeds/.

    A row of the user's takes the place of ours where the key is equal. `unique` are the columns
    that no two rows of a file share; where a key may repeat, these are all.
    """

    stage: Stage | None  # the first of the pipeline that reads it; None: part of no version
    columns: dict[str, Column]
    key: tuple[str, ...]
    unique: tuple[str, ...] = ()  # empty: the key
    rules: tuple[Rule, ...] = ()
    may_be_empty: bool = False


# What fields hold


def match_form(pattern: str, fault: str, advice: str) -> Content:
    return Content(fault, advice, lambda value: re.fullmatch(pattern, value) is not None)


def choose(first: str, *others: str) -> Content:
    listed = f"{', '.join((first, *others[:-1]))} or {others[-1]}" if others else first
    return Content("is unknown", f"write {listed}", frozenset((first, *others)).__contains__)


def count(least: int, most: int, step: int = 1, unit: str = "") -> Content:
    """A whole number between two bounds, both possible."""

    def is_right(value: str) -> bool:
        is_number = re.fullmatch(r"0|-?[1-9][0-9]{0,8}", value) is not None
        return is_number and least <= int(value) <= most and int(value) % step == 0

    steps = f", a multiple of {step}" if step > 1 else ""
    text = f"a whole number{unit} from {least} to {most}{steps}"
    return Content("is wrong", f"write {text}", is_right, pl.Int32)


def has_letter(value: str) -> bool:
    return any(map(str.isalnum, value))


TEXT = Content("has no letter and no digit", "write a text", has_letter)
LOWER = Content("has capital letters", "write small ones", lambda value: value == value.lower())
FOLDED = Content(
    "is not as texts are compared",
    "write small letters and plain quotes and dashes",
    lambda value: value == value.lower() and MARK.search(value) is None,
)
MARKER = Content(
    "is nothing but punctuation", "write a wording", lambda value: value.strip(EDGES) != ""
)
PHRASES = Content(
    "is wrong", "write phrases, parted by ;", lambda _: True, pl.String, LONGEST_PHRASES, True
)
TERM = Content("is no term", TERM_ADVICE, lambda value: is_term(fold_term(value)))
NAME_OF_WATCH = Content("has no word", "write one", lambda value: make_watch_topic_id(value) != "")
SEARCHED = Content("cannot be searched for", 'write such as ferry "port amber" -strike', has_terms)
MARKS = match_form(r"[^\w\s]{1,3}", "is no quotation mark", "write one to three marks")
LETTERS = Content("has a sign that is no letter", "write letters only", str.isalpha)
SLUG = match_form(
    r"[a-z0-9]+(-[a-z0-9]+)*",
    "is no slug",
    "write small letters and digits, parted by single hyphens, such as daily-news",
)
OUTLET_ID = match_form(
    r"[a-z0-9][a-z0-9.-]*", "is no outlet_id", "write one such as daily-news or example.org"
)
DOMAIN = match_form(rules.DOMAIN.pattern, "is no domain", "write one such as example.org")
IPTC_TOPIC = match_form(
    r"medtop:[0-9]{8}",
    "is no IPTC topic",
    "write one such as medtop:20000080, and topics of your own into watch_topics.csv",
)
IPTC = choose("iptc")._replace(advice="write iptc, and topics of your own into watch_topics.csv")
LANGUAGE = match_form("[a-z]{2,3}", "is no language code", "write one such as en")
LANGUAGE_OR_ALL = match_form(
    r"[a-z]{2,3}|\*", "is no language code", "write one such as en, or * for every language"
)
COUNTRY = match_form(
    "(?!UK|EU)[A-Z]{2}", "is no country code of ISO 3166-1", "write one such as FR or GB"
)
SCRIPT = Content(
    "is no script that we tell apart",
    "write one such as Latin",
    {script.name for script in SCRIPTS}.__contains__,
)
ZONE = Content(
    "is no name of a time zone",
    "write capital letters such as CEST, or small ones such as heure de paris",
    lambda value: value in (value.upper(), value.lower()) and has_letter(value),
)
OFFSET = count(-720, 840, 15, " of minutes")
FLAG = choose("true", "false")._replace(dtype=pl.Boolean)
NAME = match_form("[a-z][a-z_]*", "is no name", "write small letters and _, such as list_item")
STYLE = match_form("[a-z_ ]+", "is no style", "write one of Rich's, such as bold or bright_black")
TEXT_ID = match_form(
    "[0-9a-f]{32}", "is no text_id", "write the 32 hex digits that `copydesk show` prints"
)
NOTE = Content(
    "is wrong", "write the source or url of the page", lambda _: True, pl.String, 2_000, True
)
CHARACTERS = count(0, 999_999_999, unit=" of characters")
SHARE = Content(
    "is no share",
    "write a number from 0 to 1",
    lambda value: re.fullmatch(r"0(\.[0-9]{1,6})?|1(\.0+)?", value) is not None,
    pl.Float64,
)

# The tables

WORDS_KEY = ("language", "kind", "text")
# How languages name speakers: flows/describe/speech_words.py says of each what it means.
SPEECH_HABITS = (
    *("capitalises_nouns", "has_article_before_name", "has_capital_before_name"),
    *("has_title_behind_name", "has_owner_behind_office", "has_mark_of_owner"),
    *("leaves_pronoun_out", "puts_verb_last", "names_speaker_inside", "opens_talk_with_dash"),
)
# What each says of a kind stands in flows/segment/segment_kinds.py.
SEGMENT_FLAGS = (
    *("is_body", "is_placed", "is_meta", "says_when", "is_appeal", "is_of_picture", "ends_list"),
    *("is_claimable", "may_hold_names", "may_be_label", "is_marker"),
)

# How a wording is found: a whole line, its start, or anywhere in it; "inline": at the start of a
# link to another story amid a body, before a colon or the like; "part": in a line of nothing but
# such; "end": behind a reader's name; "appeal": in an appeal, which has several of them; "mail": at
# the start of what only e-mails say.
MATCHES = ("line", "start", "contains", "inline", "part", "line_part", "end", "appeal", "mail")
TABLES: dict[str, Table] = {
    "age_words": Table(
        "cut",
        {
            "language": Column(LANGUAGE),
            "kind": Column(choose(*rules.AGE_VALUES)),
            "text": Column(LOWER),
            "value": Column(TEXT, is_required=False),
        },
        key=WORDS_KEY,
        rules=(rules.find_wrong_age_words,),
    ),
    "archive_hosts": Table("describe", {"domain": Column(DOMAIN)}, key=("domain",)),
    "attribution_phrases": Table(
        "describe",
        {
            "language": Column(LANGUAGE),
            "position": Column(choose("before", "between", "after")),
            "phrase": Column(TEXT),
        },
        key=("language", "position", "phrase"),
    ),
    "byline_words": Table(
        "cut",
        {
            "language": Column(LANGUAGE, is_required=False),  # empty: of any
            "kind": Column(
                choose(
                    *(
                        "article",
                        "author",
                        "collective",
                        "date",
                        "degree",
                        "for",
                        "genre",
                        "job",
                        "joiner",
                        "label",
                    ),
                    *(
                        "material",
                        "organisation",
                        "other",
                        "own",
                        "particle",
                        "place",
                        "reports",
                        "role",
                    ),
                    *("source", "surname", "title", "weak", "wire"),
                )
            ),
            "text": Column(LOWER),
        },
        key=WORDS_KEY,
    ),
    "calendars": Table(
        "cut",
        {
            "language": Column(LANGUAGE),
            "kind": Column(choose("era", "solar_month")),
            "word": Column(LOWER),
            # era: years from its own count to ours; solar_month: of the solar Hijri year
            "number": Column(count(-2000, 3000)),
        },
        key=("language", "kind", "word"),
    ),
    "common_words": Table(
        "cut",
        {
            "language": Column(LANGUAGE),
            "word": Column(FOLDED),
            "weight": Column(SHARE),
        },
        key=("language", "word"),
    ),
    # It is compared with what the warehouse has, so that only its pages are cut again.
    "corrections": Table(
        None,
        {
            "text_id": Column(TEXT_ID),
            "page": Column(NOTE, is_required=False),  # for people
            "field": Column(choose(*corrections.CUT, *corrections.VALUES)),
            "start_char": Column(CHARACTERS, is_required=False),  # empty: the page's own article
            "end_char": Column(CHARACTERS, is_required=False),
            "value": Column(TEXT, is_required=False),  # empty: the page does not say
        },
        key=("text_id", "field", "start_char", "end_char"),
        rules=(rules.find_wrong_corrections,),
        may_be_empty=True,
    ),
    "credit_phrases": Table(
        "cut",
        {
            "language": Column(LANGUAGE, is_required=False),  # empty: of any
            "kind": Column(
                choose(
                    *(
                        "whole",
                        "material",
                        "agency",
                        "picture",
                        "picture_agency",
                        "picture_archive",
                    ),
                    "picture_label",
                )
            ),
            "phrase": Column(Content("is empty", "write a wording", bool), fold=fold_text),
        },
        key=("phrase",),
    ),
    "date_words": Table(
        "cut",
        {
            "language": Column(LANGUAGE),
            "kind": Column(
                choose(
                    *("clock", "clock_before", "dated", "evening", "event", "expires", "future"),
                    *("horizon", "hour", "joiner", "morning", "of", "on", "ordinal"),
                    *("past", "published", "range", "reading"),
                    *("reading_minute", "said", "short_date", "today", "updated", "year"),
                    "yesterday",
                )
            ),
            "text": Column(LOWER),
        },
        key=WORDS_KEY,
    ),
    "export_marks": Table(
        "cut",
        {
            "kind": Column(
                choose(
                    *("accession", "address", "announced", "body", "byline", "date", "dateline"),
                    *("edition", "end", "export", "heading", "id", "issue"),
                    *("headline", "notice", "number", "other", "rights", "source", "text", "words"),
                )
            ),
            "language": Column(LANGUAGE),
            "text": Column(TEXT, fold=fold_text),
            "match": Column(choose("contains", "count", "field", "line", "start", "tag")),
        },
        key=("language", "text", "match"),
    ),
    "first_names": Table("cut", {"name": Column(LOWER)}, key=("name",)),
    "language_scripts": Table(
        "describe",
        {
            "language": Column(LANGUAGE),
            "script": Column(SCRIPT),
            "letters": Column(LETTERS, is_required=False),
            "own_letters": Column(LETTERS, is_required=False),  # no other language has them
        },
        key=("language", "script"),
        rules=(rules.find_wrong_letters,),
    ),
    "months": Table(
        "cut",
        {
            "language": Column(LANGUAGE),
            "word": Column(LOWER),
            "month": Column(count(1, 12)),
            "known_as": Column(LOWER, is_required=False),  # to dateparser, where it lacks the word
        },
        key=("language", "word"),
    ),
    "outlet_aliases": Table(
        "cut",
        {
            "alias": Column(TEXT, fold=fold_text),
            "outlet_id": Column(SLUG, refers_to=("outlets",)),
            "match": Column(choose("label", "domain", "phrase", "credit")),
        },
        key=("alias", "match"),
        rules=(rules.find_wrong_aliases,),
    ),
    "outlets": Table(
        "cut",
        {
            "outlet_id": Column(SLUG),
            "name": Column(TEXT),
            "kind": Column(choose("publisher", "wire", "aggregator")),
            "country_code": Column(COUNTRY, is_required=False),
            "domain": Column(DOMAIN, is_required=False),
        },
        key=("outlet_id",),
        rules=(rules.find_shared_domains, rules.find_shared_names),
    ),
    "page_markers": Table(
        "cut",
        {
            "phrase": Column(MARKER, fold=fold_text),
            "kind": Column(TEXT, refers_to=("segment_kinds",)),
            "match": Column(choose(*MATCHES)),
            "language": Column(LANGUAGE_OR_ALL),
        },
        key=("phrase",),
        rules=(rules.find_wrong_markers,),
    ),
    "places": Table("cut", {"name": Column(LOWER)}, key=("name",)),
    "quote_styles": Table(
        "describe",
        {
            "opening": Column(MARKS),
            "closing": Column(MARKS),
            "is_mixed": Column(FLAG),  # the two are of different pairs
        },
        key=("opening", "closing"),
    ),
    "segment_kinds": Table(
        "cut",
        {
            "kind": Column(NAME),
            **dict.fromkeys(SEGMENT_FLAGS, Column(FLAG)),
            "becomes": Column(NAME, is_required=False, refers_to=("segment_kinds",)),
            "style": Column(STYLE),
            "description": Column(TEXT),
        },
        key=("kind",),
    ),
    "shared_hosts": Table(
        "describe",
        {"domain": Column(DOMAIN), "has_own_subdomains": Column(FLAG)},
        key=("domain",),
    ),
    # A language without a row has none of the habits, and names in capitals.
    "speech_languages": Table(
        "describe",
        {
            "language": Column(LANGUAGE, refers_to=("speech_words",)),
            "name_form": Column(choose("capitals", *rules.KINDS_OF_NAME_FORMS)),
            **dict.fromkeys(SPEECH_HABITS, Column(FLAG)),
        },
        key=("language",),
        rules=(rules.find_wrong_speech_languages,),
    ),
    "speech_words": Table(
        "describe",
        {
            "language": Column(LANGUAGE, is_required=False),
            "kind": Column(
                choose(
                    *("abbreviated_suffix", "abbreviated_title", "according", "adverb", "agent"),
                    *("and", "article", "behind", "break"),
                    *(
                        "connector",
                        "ending",
                        "given",
                        "head",
                        "inverted",
                        "manner",
                        "naming",
                        "opinion",
                    ),
                    *("particle", "plural", "prefix", "pronoun", "reflexive", "split", "stop"),
                    *("surname", "that", "title", "verb"),
                )
            ),
            "text": Column(TEXT),
        },
        key=WORDS_KEY,
        rules=(rules.find_wrong_speech_words,),
    ),
    "stock_phrases": Table(
        "compare",
        {"phrase": Column(TEXT, fold=fold_text), "language_code": Column(LANGUAGE)},
        key=("phrase",),
    ),
    "time_zones": Table(
        "cut",
        {
            "abbreviation": Column(ZONE),
            "country": Column(COUNTRY, is_required=False),  # only on pages of it; empty: of any
            "language": Column(LANGUAGE, is_required=False),  # only on pages in it; empty: in any
            "offset_minutes": Column(OFFSET),  # east of UTC, in winter
            "daylight": Column(
                choose("us", "eu", "au", "nz"), is_required=False
            ),  # whose rule of summer time
        },
        key=("abbreviation", "country", "language"),
    ),
    "topic_terms": Table(
        "topics",
        {
            "topic_id": Column(TEXT, refers_to=("topics", "watch_topics")),
            "term": Column(TERM, fold=fold_term),
            "language": Column(LANGUAGE_OR_ALL),
        },
        key=("topic_id", "term", "language"),
    ),
    "topics": Table(
        "topics",
        {
            "topic_id": Column(IPTC_TOPIC),
            "name": Column(TEXT),
            "parent_topic_id": Column(IPTC_TOPIC, is_required=False, refers_to=("topics",)),
            "level": Column(count(1, 9)),
            "scheme": Column(IPTC),
        },
        key=("topic_id",),
        rules=(rules.find_wrong_levels,),
    ),
    "live_phrases": Table(
        "cut",
        {"language": Column(LANGUAGE), "phrase": Column(TEXT, fold=fold_text)},
        key=("language", "phrase"),
    ),
    # What stands above the list that tells a live page in short, as a whole line.
    "summary_phrases": Table(
        "cut",
        {"language": Column(LANGUAGE), "phrase": Column(TEXT, fold=fold_text)},
        key=("language", "phrase"),
    ),
    "truncation_phrases": Table(
        "cut",
        {
            "language": Column(LANGUAGE),
            "kind": Column(choose("paywall", "more")),
            "phrase": Column(TEXT, fold=fold_text),
        },
        key=("language", "kind", "phrase"),
    ),
    "saved_searches": Table(
        "topics",
        {
            "name": Column(NAME_OF_WATCH, fold=make_watch_topic_id),
            "words": Column(SEARCHED),
            "outlet": Column(OUTLET_ID, is_required=False),
            "topic": Column(TEXT, is_required=False, refers_to=("topics",)),
            "language": Column(LANGUAGE, is_required=False),
            "place": Column(choose(*PLACES), is_required=False),
        },
        key=("name",),
        rules=(rules.find_twice_named_searches,),
        may_be_empty=True,
    ),
    "watch_topics": Table(
        "topics",
        {
            "name": Column(NAME_OF_WATCH, fold=make_watch_topic_id),
            "language": Column(LANGUAGE_OR_ALL),
            "any": Column(PHRASES, is_required=False),
            "all": Column(PHRASES, is_required=False),
            "none": Column(PHRASES, is_required=False),
        },
        key=("name", "language"),
        unique=("name", "language", "any", "all", "none"),
        rules=(rules.find_wrong_watch_topics,),
        may_be_empty=True,
    ),
    "weekdays": Table(
        "cut",
        {
            "language": Column(LANGUAGE),
            "word": Column(LOWER),
            "weekday": Column(count(1, 7)),  # Monday is 1
        },
        key=("language", "word"),
    ),
}
