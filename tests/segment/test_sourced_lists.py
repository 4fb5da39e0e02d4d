"""Lists of other stories with their outlets: none of them says whose the page's own article is."""

import polars as pl
import pytest

from flows.describe import describe_placements
from flows.segment import add_texts, segment_pages

LEADS = {
    "en": (
        "Island school gets its first new roof in ninety years",
        "The school on Selm Island has its first new roof in ninety years, after parents and "
        "fishermen carried the slates up from the quay by hand over three weekends in May.",
        "The builder had asked for eleven thousand pounds for carting alone, said Oona Brack, "
        "who has taught there since the autumn and slept below the old roof in the storm.",
        "Lessons begin again on Monday. The old slates will be sold to pay for a stove.",
    ),
    "de": (
        "Inselschule bekommt nach neunzig Jahren ein neues Dach",
        "Die Schule auf der Insel Selm hat zum ersten Mal seit neunzig Jahren ein neues Dach, "
        "nachdem Eltern und Fischer die Schieferplatten von Hand vom Kai hinaufgetragen hatten.",
        "Der Dachdecker hatte für die Fuhre elftausend Euro verlangt, sagte die Lehrerin "
        "Oda Brack, die seit dem Herbst dort unterrichtet und im Sturm kein Auge zugetan hat.",
        "Der Unterricht beginnt am Montag. Die alten Platten werden für einen Ofen verkauft.",
    ),
    "es": (
        "La escuela de la isla estrena tejado tras noventa años",
        "La escuela de la isla de Selma tiene su primer tejado nuevo en noventa años, después de "
        "que padres y pescadores subieran a mano las pizarras desde el muelle durante semanas.",
        "El constructor pedía once mil euros solo por el transporte, dijo la maestra Olaya Brazos, "
        "que enseña allí desde el otoño y pasó la tormenta debajo del tejado viejo.",
        "Las clases empiezan de nuevo el lunes. Las pizarras viejas se venderán.",
    ),
    "uk": (
        "Острівна школа отримала новий дах уперше за дев'яносто років",
        "Школа на острові Сельма отримала новий дах уперше за дев'яносто років: батьки й рибалки "
        "три вихідні поспіль носили черепицю від причалу на гору власними руками.",
        "Будівельник просив одинадцять тисяч лише за перевезення, розповіла вчителька Оксана Брак, "
        "яка працює там з осені й пережила бурю під старим дахом.",
        "Уроки почнуться в понеділок. Стару черепицю продадуть, щоб купити піч.",
    ),
}
LISTED = {
    "en": (
        ("Two tankers lose their anchors off the northern cape", "Reuters", "2 hours ago"),
        ("Minister leaves over a letter that nobody has seen", "The Guardian", "5 hours ago"),
        ("Herring quota cut by a third for the coming year", "AFP", "1 day ago"),
    ),
    "de": (
        ("Zwei Tanker verlieren vor dem Nordkap ihre Anker", "dpa", "vor 2 Stunden"),
        ("Minister geht wegen eines Briefes, den keiner kennt", "Der Spiegel", "vor 5 Stunden"),
        ("Heringsquote sinkt im kommenden Jahr um ein Drittel", "Reuters", "vor 1 Tag"),
    ),
    "es": (
        ("Dos petroleros pierden el ancla ante el cabo norte", "EFE", "hace 2 horas"),
        ("Dimite el ministro por una carta que nadie ha visto", "El País", "hace 5 horas"),
        ("La cuota de arenque baja un tercio el año próximo", "Europa Press", "hace 1 día"),
    ),
    "uk": (
        ("Два танкери втратили якорі біля північного мису", "Укрінформ", "2 години тому"),
        ("Міністр пішов через лист, якого ніхто не бачив", "Українська правда", "5 годин тому"),
        ("Квоту на оселедець зменшили на третину на рік", "Reuters", "1 день тому"),
    ),
}
FORMS = {
    "name above": "{name}\n{title}",
    "name and age above": "{name} · {age}\n{title}",
    "name below": "{title}\n{name}",
    "name and age below": "{title}\n{name} · {age}",
    "age below the name": "{title}\n{name}\n{age}",
    "name behind": "{title} - {name}",
}


def describe(text: str) -> pl.DataFrame:
    """The placements of a page of an aggregator, with their texts."""
    unknown = pl.lit(None, pl.Datetime("us", "UTC"))
    url = "https://skimfeed.example/story/school-roof"
    pages = pl.DataFrame({"page_id": ["a"], "text_id": ["a"], "url": [url], "text": [text]})
    pages = pages.with_columns(captured_earliest=unknown, captured_latest=unknown)
    segments, placements = segment_pages(pages)
    described, _ = describe_placements(pages, segments, placements)
    return add_texts(described, pages, segments)


def write_list(language: str, form: str) -> str:
    items = (FORMS[form].format(title=t, name=n, age=a) for t, n, a in LISTED[language])
    return "\n".join(items)


@pytest.mark.parametrize("place", ["above", "below"])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", LEADS)
def test_list_says_nothing_of_the_page(language: str, form: str, place: str) -> None:
    lead = "\n".join(LEADS[language])
    listed = write_list(language, form)
    parts = [listed, lead] if place == "above" else [lead, listed]
    placements = describe("\n\n".join(parts))
    own = placements.filter(role="lead").row(0, named=True)
    said = [own[name] for name in ("outlet_id", "wire_outlet_id", "age_text", "outlet_label")]
    assert said == [None] * 4
    assert own["headline"] == LEADS[language][0]
    assert own["body"] == "\n".join(LEADS[language][1:])
    others = placements.filter(pl.col("role") != "lead")
    assert others["headline"].to_list() == [title for title, _, _ in LISTED[language]]
    assert others["outlet_id"].null_count() == 0


@pytest.mark.parametrize(
    ("language", "credit", "wire"),
    [
        ("en", "Reuters", "reuters"),
        ("de", "(dpa)", "dpa"),
        ("es", "Fuente: EFE", "efe"),
        ("uk", "Джерело: Укрінформ", "ukrinform"),
    ],
)
def test_credit_stays_above_a_list(language: str, credit: str, wire: str) -> None:
    """What stands below the last paragraph and above a list of other stories is a credit."""
    listed = write_list(language, "name and age above")
    text = "\n\n".join([*LEADS[language], credit, listed])
    own = describe(text).filter(role="lead").row(0, named=True)
    assert own["wire_outlet_id"] == wire


@pytest.mark.parametrize("language", LEADS)
def test_own_label_is_no_list(language: str) -> None:
    """One name and age above a headline are its own."""
    _, name, age = LISTED[language][1]
    own = describe(f"{name}\n{age}\n- {name}\n" + "\n".join(LEADS[language]))
    own = own.filter(role="lead").row(0, named=True)
    assert (own["outlet_label"], own["age_text"]) == (name, age)
