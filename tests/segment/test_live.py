"""Live pages: each entry keeps its time and title, and the page has one article."""

from datetime import UTC, datetime

import polars as pl
import pytest

from flows import batches
from flows.segment import add_texts
from flows.segment.corrections import CORRECTION
from flows.segment.live import count_turns, read_clock

TIMES = {name: pl.Datetime("us", "UTC") for name in ("captured_earliest", "captured_latest")}
LONG = {
    "en": "The crews have voted to stay out until Tuesday, and the harbour office has shut.",
    "de": "Die Besatzungen bleiben bis Dienstag im Ausstand, und das Hafenamt hat geschlossen.",
    "fr": "Les équipages restent en grève jusqu'à mardi, et le bureau du port a fermé son guichet.",
    "es": "Las tripulaciones siguen en huelga hasta el martes, y la oficina del puerto ha cerrado.",
    "ru": "Экипажи останутся на берегу до вторника, а контора порта закрыла своё окно до утра.",
    "zh": "船员们投票决定罢工到星期二，港务处也关上了窗口，乘客只好在码头上等候消息。",
}
PAGES = {
    "en": ("Ferry strike live: crews vote again", "2 June 2023, 18:00 BST", "{}:0{} BST"),
    "de": ("Fährstreik im Liveticker: Crews stimmen ab", "2. Juni 2023, 18:00 Uhr", "{}.0{} Uhr"),
    "fr": ("En direct : la grève des ferries continue", "2 juin 2023 à 18h00", "{}h0{}"),
    "es": ("Huelga de ferris, minuto a minuto y en directo", "2 de junio de 2023 18:00", "{}:0{}"),
    "ru": ("Забастовка на пароме: прямая трансляция", "2 июня 2023, 18:00", "{}:0{}"),
    "zh": ("直播：码头船员罢工进入第三天，轮渡停航，乘客等候", "2023年6月2日 18:00", "{}:0{}"),
}


def make_page(language: str, times: tuple[int, ...] = (17, 15, 12)) -> str:
    title, day, clock = PAGES[language]
    entries = [
        f"{clock.format(hour, number)}\nPort {number}\n\n{LONG[language]}\n\n{LONG[language]}"
        for number, hour in enumerate(times, 1)
    ]
    return "\n\n".join([title, day, *entries])


def cut(text: str) -> batches.Frames:
    noon = datetime(2023, 6, 2, 18, 30, tzinfo=UTC)
    pages = pl.DataFrame(
        {
            "page_id": ["page"],
            "text_id": ["page"],
            "url": [None],
            "captured_earliest": [noon],
            "captured_latest": [noon],
            "text": [text],
        },
        schema_overrides={"url": pl.String, **TIMES},
    ).with_columns(corrections=pl.lit(None, pl.List(CORRECTION)))
    return batches.isolate(batches.CUT, pages)


@pytest.mark.parametrize("language", PAGES)
@pytest.mark.parametrize("times", [(17, 15, 12), (12, 15, 17)], ids=["newest first", "last"])
def test_each_entry_has_its_time_and_title(language, times):
    text = make_page(language, times)
    frames = cut(text)
    leads = frames["placements"].filter(role="lead")
    assert leads.height == 1
    entries = frames["live_entries"]
    assert entries["entry_no"].to_list() == [1, 2, 3]
    assert entries["title"].to_list() == ["Port 1", "Port 2", "Port 3"]
    hours = {moment.hour for moment in entries["published_earliest"]}
    assert hours == {hour - (1 if language == "en" else 0) for hour in times}
    assert set(entries["published_basis"]) == {"lead"}
    body = [
        text[start:end].strip()
        for start, end in frames["segments"]
        .filter(pl.col("kind") == "paragraph", pl.col("placement_no") == 1)
        .select("start_char", "end_char")
        .rows()
    ]
    assert body == [LONG[language]] * 6
    own = frames["segments"].filter(pl.col("entry_no").is_not_null())
    assert own.filter(kind="timestamp")["placement_no"].is_null().all()


def test_ages_are_counted_from_the_capture():
    text = (
        make_page("en").replace("17:01 BST", "10 minutes ago").replace("15:02 BST", "2 hours ago")
    )
    entries = cut(text)["live_entries"]
    assert entries["published_basis"].to_list() == ["relative", "relative", "lead"]


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "LIVE: Ferry crews stay out for a third day"),
        ("de", "Liveticker: Besatzungen stimmen über Streik ab"),
        ("de", "Live-Ticker: Besatzungen stimmen über Streik ab"),
    ],
)
def test_a_title_may_begin_as_a_link_to_a_live_page_does(language, title):
    own = PAGES[language][0]
    text = f"Home | News | Live\n\n{make_page(language).replace(own, title)}"
    frames = cut(text)
    assert frames["placements"]["role"].to_list() == ["lead"]
    (found,) = frames["segments"].filter(kind="headline").rows(named=True)
    assert text[found["start_char"] : found["end_char"]].strip() == title


def test_a_link_to_a_live_page_is_no_title_below_another():
    text = make_page("en").replace("2 June", "LIVE: The harbour fair opens today\n\n2 June")
    frames = cut(text)
    (lead,) = frames["placements"].filter(role="lead")["placement_no"]
    (found,) = frames["segments"].filter(kind="headline", placement_no=lead).rows(named=True)
    assert text[found["start_char"] : found["end_char"]].strip() == PAGES["en"][0]


def test_a_digest_of_times_and_titles_is_no_part_of_the_body():
    text = make_page("en")
    digest = "Key events\n\n17:01 BST\nOne thing\n15:02 BST\nAnother thing\n"
    first = text.index("17:01")
    frames = cut(text[:first] + digest + "\n" + text[first:])
    body = frames["segments"].filter(placement_no=1, kind="subheading").height
    assert body == 3 and frames["live_entries"].height == 3


def test_times_beside_other_stories_make_no_live_page():
    card = f"{{}} min\nA film of the harbour\n\n{LONG['en']}\n\n"
    text = f"Ferry strike live: the films of the day\n\n2 June 2023\n\n{card.format('1:07')}"
    assert cut(text + card.format("0:41"))["live_entries"].is_empty()


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("saat 17.02", 1022),
        ("pukul 17.02", 1022),
        ("lúc 17:02", 1022),
        ("בשעה 17:02", 1022),
        ("godz. 17.02", 1022),
        ("chiều 5:02", 1022),
        ("晚上9时5分", 1265),
        ("saatte 17.02", None),
        ("Hall 17:02", None),
    ],
)
def test_what_stands_before_a_clock_time_is_known_in_each_language(text, minutes):
    assert read_clock(text) == minutes


def test_clocks():
    clocks = [read_clock(text) for text in ("17.02 BST", "kl. 9.05", "下午3时", "5 pm")]
    assert clocks == [1022, 545, 900, 1020]
    for text in ("3.50 kg", "12:30 min", "2 June 2023 17:02", "Ann 17:02"):
        assert read_clock(text) is None
    assert count_turns([1022, 975, 580]) == 0 and count_turns([10, 1430, 1400]) == 1


SHORT = {
    "en": "The crews said no by 71 votes to 12, the union told us.",
    "de": "Die Besatzungen stimmten mit 71 zu 12 dagegen, so der Verband.",
    "fr": "Les équipages ont dit non par 71 voix contre 12, selon le port.",
    "es": "Las tripulaciones votaron no por 71 a 12, dijo el sindicato.",
}


@pytest.mark.parametrize("language", SHORT)
def test_an_entry_may_be_one_short_sentence(language):
    long = f"{LONG[language]}\n\n{LONG[language]}"
    text = make_page(language).replace(long, SHORT[language], 1)
    frames = cut(text)
    assert frames["live_entries"]["title"].to_list() == ["Port 1", "Port 2", "Port 3"]
    start = text.index(SHORT[language])
    own = frames["segments"].filter(start_char=start, placement_no=1)
    assert own["kind"].to_list() == ["paragraph"]


def test_a_digest_of_short_sentences_is_no_part_of_the_body():
    text = make_page("en").replace("Port 1", SHORT["en"])
    first = text.index("17:01")
    digest = f"Key events\n\n17:01 BST\n{SHORT['en']}\n15:02 BST\nPort 2\n\n"
    frames = cut(text[:first] + digest + text[first:])
    assert frames["live_entries"].height == 3


AGES = {
    "en": (
        "Live",
        "Ferry crews vote on a longer strike today",
        "Updated 8 min ago",
        "{} hours ago",
    ),
    "de": ("Live", "Besatzungen stimmen heute ab", "Aktualisiert vor 8 Minuten", "vor {} Stunden"),
    "es": (
        "En directo",
        "Los tripulantes votan hoy",
        "Actualizado hace 8 minutos",
        "hace {} horas",
    ),
    "fr": ("Direct", "Les équipages votent ce soir", "Mis à jour il y a 8 min", "il y a {} heures"),
}


@pytest.mark.parametrize("language", AGES)
def test_the_word_alone_above_the_headline_and_ages(language):
    """An update above all text is the page's; the ages below it are the entries'."""
    badge, headline, update, age = AGES[language]
    entries = "\n\n".join(f"{age.format(hour)}\n({hour}) {LONG[language]}" for hour in (2, 3, 5))
    text = f"{badge}\n{headline}\n{update}\n{LONG[language]}\n\n{entries}\n"
    frames = cut(text)
    found = frames["live_entries"]
    assert found["published_text"].to_list() == [age.format(hour) for hour in (2, 3, 5)]
    lead = frames["placements"].filter(role="lead").row(0, named=True)
    assert lead["age_text"] == update
    assert lead["published_precision"] is None


@pytest.mark.parametrize("is_labelled", [False, True])
def test_ages_that_run_on_tell_a_live_page(is_labelled):
    """Five or more; where an outlet stands beside each, they are of other stories."""
    name = "Reuters\n" if is_labelled else ""
    hours = (2, 3, 5, 7, 11)
    entries = "\n\n".join(f"{name}{hour} hours ago\n({hour}) {LONG['en']}" for hour in hours)
    text = f"Ferry crews vote on a longer strike today\n{LONG['en']}\n\n{entries}\n"
    assert cut(text)["live_entries"].height == (0 if is_labelled else 5)


SUMMARIES = {
    "en": ("Key points", "Crews vote on Friday", "The harbour office has shut for the night"),
    "de": ("DAS WICHTIGSTE IN KÜRZE", "- Crews stimmen ab", "- Das Hafenamt hat geschlossen"),
    "fr": ("Ce qu'il faut retenir", "Les équipages votent vendredi", "Le port ferme son guichet"),
    "es": ("Las claves:", "• Las tripulaciones votan el viernes", "• La oficina ha cerrado"),
    "ru": ("Главное", "Экипажи голосуют в пятницу", "Контора порта закрылась до утра"),
    "zh": ("要点", "船员星期五投票决定是否继续罢工", "港务处晚上关上了售票窗口"),
}


def read_lead(text: str) -> tuple[str, str]:
    """The headline and the body of the lead."""
    frames = cut(text)
    texts = add_texts(
        frames["placements"],
        pl.DataFrame({"page_id": ["page"], "text": [text]}),
        frames["segments"],
    )
    lead = texts.filter(role="lead").row(0, named=True)
    return lead["headline"], lead["body"]


@pytest.mark.parametrize("language", PAGES)
def test_a_summary_above_the_entries_is_no_body(language):
    title, day, _ = PAGES[language]
    page, head = make_page(language), f"{title}\n\n{day}"
    text = page.replace(head, "\n\n".join([head, "\n".join(SUMMARIES[language])]))
    assert read_lead(text) == read_lead(page)


def test_titles_with_times_that_come_again_are_no_body():
    digest = "Key events\n17:01 Port 1\n15:02 Port 2\n12:03 Port 3"
    page = make_page("en")
    assert read_lead(page.replace("18:00 BST\n", f"18:00 BST\n\n{digest}\n")) == read_lead(page)


@pytest.mark.parametrize("title", ["Live: crews vote again at Carrow", "Liveblog: Crews in Karo"])
def test_a_heading_that_begins_like_a_link_to_a_live_page_is_the_headline(title):
    assert read_lead(make_page("en").replace(PAGES["en"][0], title))[0] == title
