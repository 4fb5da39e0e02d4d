"""Whole pages whose heading or first words say who wrote it, where, and whose copy it is."""

from datetime import datetime

import polars as pl
import pytest

from flows.describe import describe_placements
from flows.reading.datelines import read_lone_dateline
from flows.segment import add_texts, segment_pages

EN = (
    "Council closes the old bridge until spring",
    "The council of Port Amber closed the old bridge over the Velm on Monday, after divers had "
    "found cracks in two of its piers and the engineers had asked for a winter without traffic.\n\n"
    "Drivers will have to take the road through Bridgefold, which adds forty minutes to the way "
    "to work, and the bus company said that it needed six more buses to keep its timetable.",
)
DE = (
    "Rat sperrt die alte Brücke bis zum Frühjahr",
    "Der Stadtrat von Hafenstein hat die alte Brücke über die Velm am Montag gesperrt, nachdem "
    "Taucher in zwei Pfeilern Risse gefunden hatten und die Prüfer um Ruhe gebeten hatten.\n\n"
    "Autofahrer müssen nun über Brückfeld fahren, was den Weg zur Arbeit um vierzig Minuten "
    "verlängert, und der Busbetrieb braucht nach eigenen Angaben sechs Busse mehr als bisher.",
)
FR = (
    "Le conseil ferme le vieux pont jusqu'au printemps",
    "Le conseil municipal a fermé lundi le vieux pont sur la Velme, après que des plongeurs ont "
    "découvert des fissures dans deux de ses piles et que les experts ont demandé une pause.\n\n"
    "Les automobilistes devront passer par Pontfeuille, ce qui allonge le trajet de quarante "
    "minutes, et la compagnie de bus dit avoir besoin de six véhicules supplémentaires.",
)
ES = (
    "El concejo cierra el puente viejo hasta la primavera",
    "El concejo cerró este lunes el puente viejo sobre el Velmo, después de que los buzos hallaran "
    "grietas en dos de sus pilares y los ingenieros pidieran un invierno sin tráfico.\n\n"
    "Los conductores tendrán que pasar por Puentelar, lo que alarga el camino cuarenta minutos, y "
    "la empresa de autobuses dijo que necesita seis vehículos más para cumplir el horario.",
)
UK = (
    "Рада закрила старий міст до весни",
    "Міська рада в понеділок закрила старий міст через Вельму, бо водолази знайшли тріщини у двох "
    "опорах, а інженери попросили про зиму без руху транспорту.\n\n"
    "Водіям доведеться їхати через Мостове, що подовжує дорогу на сорок хвилин, а автобусна "
    "компанія каже, що для розкладу їй бракує шести автобусів.",
)
KO = (
    "시의회, 옛 다리를 봄까지 폐쇄하기로",
    "시의회는 월요일 잠수부들이 교각 두 곳에서 균열을 발견한 뒤 벨름강의 옛 다리를 폐쇄했다. "
    "기술자들은 겨울 동안 차량 통행을 막아 달라고 요청했다.\n\n"
    "운전자들은 사십 분이 더 걸리는 다른 길로 돌아가야 하며, 버스 회사는 시간표를 지키려면 "
    "버스 여섯 대가 더 필요하다고 밝혔다.",
)
ZH = (
    "市议会将旧桥关闭至春季",
    "市议会周一关闭了维尔姆河上的旧桥，此前潜水员在两座桥墩上发现裂缝，工程师要求冬季禁止车辆通行。\n\n"
    "司机必须绕行邻镇，上班路程将增加四十分钟，公交公司表示需要再增加六辆公交车才能维持时刻表。",
)
AR = (
    "المجلس يغلق الجسر القديم حتى الربيع",
    "أغلق المجلس البلدي يوم الاثنين الجسر القديم بعد أن عثر الغواصون على شقوق في دعامتين "
    "وطلب المهندسون شتاء بلا حركة سير.\n\n"
    "وسيضطر السائقون إلى سلوك طريق أطول يستغرق أربعين دقيقة إضافية، وقالت شركة الحافلات إنها تحتاج "
    "إلى ست حافلات أخرى للحفاظ على مواعيدها.",
)
HI = (
    "परिषद ने पुराना पुल वसंत तक बंद किया",
    "नगर परिषद ने सोमवार को पुराना पुल बंद कर दिया, क्योंकि गोताखोरों को उसके दो खंभों में दरारें मिली थीं और "
    "इंजीनियरों ने सर्दियों में यातायात रोकने को कहा था।\n\n"
    "चालकों को अब दूसरे रास्ते से जाना होगा, जिसमें चालीस मिनट अधिक लगते हैं, और बस कंपनी ने कहा कि उसे छह और "
    "बसें चाहिए ताकि समय सारणी बनी रहे।",
)


def describe(text: str, url: str | None = None) -> dict:
    """The lead of a page, as it is described."""
    (lead,) = describe_leads([text], url)
    return lead


def describe_leads(texts: list[str], url: str | None = None) -> list[dict]:
    """The lead of each page of a batch, as it is described."""
    unknown = pl.lit(None, pl.Datetime("us", "UTC"))
    names = [f"page {number}" for number in range(len(texts))]
    pages = pl.DataFrame({"page_id": names, "text_id": names, "text": texts})
    pages = pages.with_columns(url=pl.lit(url, pl.String))
    pages = pages.with_columns(captured_earliest=unknown, captured_latest=unknown)
    segments, placements = segment_pages(pages)
    described, _ = describe_placements(pages, segments, placements)
    return add_texts(described, pages, segments).filter(role="lead").rows(named=True)


@pytest.mark.parametrize("time", ["", "4 May 2024, 17:40"])
@pytest.mark.parametrize(
    ("story", "line", "url", "wire"),
    [
        (EN, "Reuters", "https://www.irishtimes.com/a", "reuters"),
        (
            EN,
            "By Associated Press",
            "https://www.latimes.com/a",
            "associated-press",
        ),
        (EN, "PA Media", "https://www.independent.co.uk/a", "pa-media"),
        (DE, "dpa", "https://www.faz.net/a", "dpa"),
        (DE, "APA", "https://www.derstandard.at/a", "apa"),
        (FR, "AFP", "https://www.liberation.fr/a", "agence-france-presse"),
        (FR, "Agence France-Presse", "https://www.lemonde.fr/a", "agence-france-presse"),
        (ES, "Europa Press", "https://www.elmundo.es/a", "europa-press"),
        (ES, "EFE", "https://elpais.com/a", "efe"),
        (UK, "УНІАН", "https://www.pravda.com.ua/a", "unian"),
        (KO, "뉴시스", "https://www.hani.co.kr/a", "newsis"),
        (ZH, "新华社", "https://www.thepaper.cn/a", "xinhua"),
        (AR, "رويترز", "https://www.alarabiya.net/a", "reuters"),
        (HI, "पीटीआई", "https://www.jagran.com/a", "pti"),
    ],
)
def test_an_agency_below_the_headline_is_whose_copy_it_is(story, line, url, wire, time):
    headline, body = story
    lead = describe("\n\n".join(filter(None, (headline, line, time, body))), url)
    assert lead["headline"] == headline
    assert lead["wire_outlet_id"] == wire
    assert lead["outlet_basis"] == "host"
    assert lead["authors"] is None
    assert line not in lead["body"].split("\n")


@pytest.mark.parametrize(
    ("story", "lines", "authors", "wire"),
    [
        (EN, "AFP | May 4, 2024", None, "agence-france-presse"),
        (DE, "dpa | 04.05.2024, 17:40", None, "dpa"),
        (ES, "EFE | Tolmin | 4 may 2024", None, "efe"),
        (EN, "AA | May 4, 2024", None, None),
        (EN, "Jane Roe\n\nPress Trust of India", ["Jane Roe"], "pti"),
        (EN, "By Jane Roe\n\nReuters\n\nMay 4, 2024", ["Jane Roe"], "reuters"),
        (FR, "Luce Moreau\n\nBelga", ["Luce Moreau"], "belga"),
    ],
)
def test_an_agency_stands_beside_a_time_or_below_a_name(story, lines, authors, wire):
    headline, body = story
    lead = describe(f"{headline}\n\n{lines}\n\n{body}\n")
    assert (lead["headline"], lead["authors"], lead["wire_outlet_id"]) == (headline, authors, wire)
    assert lead["body"] == body.replace("\n\n", "\n")


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize(
    ("story", "line", "wire"),
    [
        (EN, "Source: Reuters", "reuters"),
        (EN, "(AFP)", "agence-france-presse"),
        (DE, "(Quelle: dpa)", "dpa"),
        (UK, "Джерело: Укрінформ", "ukrinform"),
        (ZH, "来源：新华社", "xinhua"),
        (AR, "المصدر: رويترز", "reuters"),
        (EN, "Izvor: Hina", "hina"),
        (EN, "Lähde: STT", "stt"),
        (EN, "-- BERNAMA", "bernama"),
        (EN, "With files from The Canadian Press", "canadian-press"),
        (DE, "© dpa-infocom, dpa:240503-99-551234/2", "dpa"),
        (ES, "(Con información de EFE)", "efe"),
        (FR, "Riproduzione riservata © Copyright ANSA", "ansa"),
        (ZH, "（共同）", "kyodo-news"),
        (DE, "Quelle: Agenturen", None),
        (AR, "المصدر: وكالات", None),
    ],
)
def test_a_credit_below_the_body_is_no_part_of_it(story, line, wire, gap):
    headline, body = story
    lead = describe(f"{headline}\n\n{body}{gap}{line}\n")
    assert (lead["headline"], lead["wire_outlet_id"]) == (headline, wire)
    assert lead["body"] == body.replace("\n\n", "\n")


@pytest.mark.parametrize(
    ("story", "line", "wire"),
    [
        (EN, "Reuters, Berlin", "reuters"),
        (EN, "Source: Reuters", "reuters"),
        (EN, "APP", "app"),
        (EN, "Agence France-Presse, Reuters", None),  # it does not say whose words are whose
        (EN, "With agencies", None),
        (DE, "Quelle: dpa", "dpa"),
        (DE, "Redaktion und Agenturen", None),
        (FR, "Avec AFP", "agence-france-presse"),
        (EN, "Reuters Staff", "reuters"),
        (FR, "Source AFP", "agence-france-presse"),
        (DE, "ANSA Redaktion", "ansa"),
        (UK, "Източник: БТА", "bta"),
        (ES, "Redacción y agencias", None),
        (UK, "Джерело: Укрінформ", "ukrinform"),
        (ZH, "来源：新华社", "xinhua"),
        (AR, "وكالات", None),
    ],
)
def test_a_line_about_agencies_leaves_headline_and_body_alone(story, line, wire):
    headline, body = story
    for time in ("", "4 May 2024, 17:40"):
        lead = describe("\n\n".join(filter(None, (headline, line, time, body))))
        assert (lead["headline"], lead["wire_outlet_id"], lead["authors"]) == (headline, wire, None)
        assert lead["body"] == body.replace("\n\n", "\n")


@pytest.mark.parametrize(
    ("story", "line", "place", "wire"),
    [
        (EN, "TOLMIN, Ore. (AP)", "TOLMIN", "associated-press"),
        (EN, "TOLMIN, May 3 /TASS/", "TOLMIN", "tass"),
        (EN, "Tolmin, May 3, 2024 (AZERTAC)", "Tolmin", "azertac"),
        (DE, "Tolmin (dpa)", "Tolmin", "dpa"),
        (ES, "Tolmin, 3 may (EFE)", "Tolmin", "efe"),
        (FR, "TOLMIN, 03 mai 2024 (AFP) -", "TOLMIN", "agence-france-presse"),
        (AR, "الرياض 24 شوال 1445 هـ الموافق 03 مايو 2024 م واس", "الرياض", "spa"),
        (AR, "القاهرة - أ ش أ", "القاهرة", "mena"),
    ],
)
def test_a_dateline_may_have_a_line_of_its_own(story, line, place, wire):
    headline, body = story
    lead = describe(f"{headline}\n\n{line}\n\n{body}\n")
    assert (lead["headline"], lead["dateline_place"]) == (headline, place)
    assert (lead["wire_outlet_id"], lead["wire_basis"]) == (wire, "dateline")
    assert (lead["authors"], lead["body"]) == (None, body.replace("\n\n", "\n"))


@pytest.mark.parametrize(
    ("story", "line", "end"),
    [
        (EN, "TOLMIN, Ore. (AP)", "12 March 2024"),
        (ES, "Tolmin, 3 may (EFE)", "12 de marzo de 2024"),
    ],
)
def test_the_page_before_says_nothing_of_a_dateline(story, line, end):
    headline, body = story
    text = f"{headline}\n\n{line}\n\n{body}\n"
    before = f"{headline}\n\n{body}\n\n{end}"
    place = describe(text)["dateline_place"]
    assert place and [lead["dateline_place"] for lead in describe_leads([before, text])] == [
        None,
        place,
    ]


@pytest.mark.parametrize(
    "line", ["Von Jana Petersen (dpa)", "Ana Ruiz (EFE)", "Jane Roe, Tolmin (Reuters)"]
)
def test_a_byline_with_an_agency_is_no_dateline(line):
    assert read_lone_dateline(line) is None


@pytest.mark.parametrize(
    ("story", "line", "authors"),
    [
        (EN, "By Jane Roe, Valley Post", ["Jane Roe"]),
        (EN, "Jane Roe, transport correspondent", ["Jane Roe"]),
        (EN, "ByJane Roe", ["Jane Roe"]),
        (EN, "Words: Jane Roe  Photographs: John Doe", ["Jane Roe"]),
        (EN, "Jane Roe in Tolmin and John Doe in Bridgefold", ["Jane Roe", "John Doe"]),
        (EN, "By Jane Roe, John Doe, and Ann Lee", ["Jane Roe", "John Doe", "Ann Lee"]),
        (EN, "By The Editorial Board", None),
        (EN, "By Jane Roe Special to the Valley Post", ["Jane Roe"]),
        (EN, "Words: Jane Roe. Photography: John Doe", ["Jane Roe"]),
        (EN, "Written by Jane Roe, edited by John Doe", ["Jane Roe"]),
        (FR, "Par Luce d'Orval et Marc dell'Acqua", ["Luce d'Orval", "Marc dell'Acqua"]),
        (ES, "Texto: Ana Ruiz. Fotos: Luis Paz", ["Ana Ruiz"]),
        (ES, "Per Mireia Puig i Jordi Bosch", ["Mireia Puig", "Jordi Bosch"]),
        (UK, "Текст: Ірина Лозова. Фото: Петро Дуб", ["Ірина Лозова"]),
        (UK, "Ірина Лозова та Тарас Лис", ["Ірина Лозова", "Тарас Лис"]),
        (DE, "Ein Gastbeitrag von Jana Petersen", ["Jana Petersen"]),
        (DE, "Von unserer Redakteurin Jana Petersen", ["Jana Petersen"]),
        (DE, "Text: Jana Petersen, Fotos: Kai Ohm", ["Jana Petersen"]),
        (FR, "De notre envoyée spéciale à Lyon, Luce Moreau", ["Luce Moreau"]),
        (FR, "Propos recueillis par Luce Moreau et Marc Petit", ["Luce Moreau", "Marc Petit"]),
        (ES, "Ana Ruiz, enviada especial a Tolmin", ["Ana Ruiz"]),
        (ES, "Texto: Ana Ruiz Fotos: Luis Paz", ["Ana Ruiz"]),
        (UK, "Текст: Ірина Лозова, фото: Петро Дуб", ["Ірина Лозова"]),
        (KO, "김도윤 기자 kim@valley.example", ["김도윤"]),
        (ZH, "记者 陈默 实习生 王可", ["陈默", "王可"]),
        (ZH, "作者：陈默　来源：城市日报", ["陈默"]),
        (AR, "بقلم: سارة محمود", ["سارة محمود"]),
        (AR, "بيروت - سارة محمود", ["سارة محمود"]),
        (HI, "रिपोर्ट: कविता वर्मा", ["कविता वर्मा"]),
    ],
)
def test_a_byline_below_the_headline_is_no_body(story, line, authors):
    headline, body = story
    for time in ("", "4 May 2024"):
        lead = describe("\n\n".join(filter(None, (headline, line, time, body))))
        assert (lead["headline"], lead["authors"]) == (headline, authors)
        assert lead["body"].endswith(body.replace("\n\n", "\n"))
        assert line not in lead["body"]
        assert not time or lead["published_earliest"] == datetime(2024, 5, 4)


@pytest.mark.parametrize(
    ("story", "dateline", "place", "wire"),
    [
        (EN, "PORT AMBER, May 4 (Reuters) - ", "PORT AMBER", "reuters"),
        (EN, "PORT AMBER (AP) _ ", "PORT AMBER", "associated-press"),
        (EN, "Pune, May 4 (PTI) ", "Pune", "pti"),
        (EN, "(Reuters) - ", None, "reuters"),
        (EN, "OSLO, May 4, 2024 /PRNewswire/ -- ", "OSLO", "pr-newswire"),
        (DE, "Graz (APA) - ", "Graz", "apa"),
        (DE, "Lübeck. ", "Lübeck", None),
        (DE, "Lübeck – ", "Lübeck", None),
        (FR, "Lyon, 4 mai 2024 (AFP) - ", "Lyon", "agence-france-presse"),
        (ES, "Sevilla (España), 4 may (EFE).- ", "Sevilla", "efe"),
        (UK, "ЛЬВІВ. 4 травня. УНН. ", "ЛЬВІВ", "ukrainian-national-news"),
        (KO, "(부산=연합뉴스) 김도윤 기자 = ", "부산", "yonhap"),
        (ZH, "新华社罗马5月4日电（记者陈默）", "罗马", "xinhua"),
        (AR, "بيروت (رويترز) - ", "بيروت", "reuters"),
        (HI, "मुंबई, 4 मई (भाषा) ", "मुंबई", "pti"),
    ],
)
def test_a_dateline_is_cut_off_the_body(story, dateline, place, wire):
    headline, body = story
    lead = describe(f"{headline}\n\n{dateline}{body}")
    assert (lead["dateline_place"], lead["wire_outlet_id"]) == (place, wire)
    assert lead["dateline"] == dateline.strip()
    assert lead["body"] == body.replace("\n\n", "\n")
