"""Bylines as pages print them: who wrote it, where, for whom."""

from string import ascii_uppercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.describe.outlets import find_byline_outlet
from flows.reading.byline_lines import reads_as_byline
from flows.reading.bylines import find_names, read_byline
from flows.reading.dates.ends import strip_moment
from flows.reading.labels import is_outlet
from flows.reading.person_names import is_name
from tests.growth import assert_linear

OUTLETS = {"Meridian Wire", "The Meridian Wire", "Valley Ledger", "MW"}


@pytest.mark.parametrize(
    ("text", "authors", "place"),
    [
        (
            "By Jane Roe and John Doe in Port Amber, Meridian Wire",
            ["Jane Roe", "John Doe"],
            "Port Amber",
        ),
        ("By JANE ROE", ["JANE ROE"], None),
        ("By Jane Roe, Staff Writer", ["Jane Roe"], None),
        ("By Jane Roe jane.roe@valleyledger.example", ["Jane Roe"], None),
        ("By Jane Roe and John Doe The Meridian Wire", ["Jane Roe", "John Doe"], None),
        ("By Jane Roe - Meridian Wire - Friday, April 28, 2023", ["Jane Roe"], None),
        ("By Jane Roe published 19 May 2026", ["Jane Roe"], None),
        ("By Jane RoePolitical Correspondent", ["Jane Roe"], None),
        ("By Ann McRoe | 3 May 2024", ["Ann McRoe"], None),
        ("By J. P. Roe, Ana de la Torre & Piet van der Berg", None, None),
        ("By Staff", [], None),
        ("By Our Correspondent", [], None),
        ("By Meridian Wire", [], None),
        ("By Valley Ledger Staff", [], None),
        ("By Valley Ledger and Meridian Wire", [], None),
        ("Von Dr. Jana Petersen, Redakteurin", ["Jana Petersen"], None),
        ("Von Jana Petersen mit MW", ["Jana Petersen"], None),
        ("Von Jana Petersen und Kai Ohm, Zürich", ["Jana Petersen", "Kai Ohm"], "Zürich"),
        (
            "Kolumne von Jana Petersen - 28.04.2024 um 08:52 Uhr - 12 Kommentare",
            ["Jana Petersen"],
            None,
        ),
        ("Ein Kommentar von Jana Petersen", ["Jana Petersen"], None),
        ("Von Hafen bis Brücke: Im Netz der Angler", [], None),
        (
            "Par Maëlle Cottereau et Luc Dray, à Marseille",
            ["Maëlle Cottereau", "Luc Dray"],
            "Marseille",
        ),
        ("Por Ana Ruiz y Luis Paz", ["Ana Ruiz", "Luis Paz"], None),
        ("Автор: Олена Коваль", ["Олена Коваль"], None),
        ("Автор: Иван Петров", ["Иван Петров"], None),
        ("記者 山田太郎", ["山田太郎"], None),
        ("Jane Roe · Valley Ledger", ["Jane Roe"], None),
        ("Jane Roe | 2 hours ago", ["Jane Roe"], None),
        ("By Jane Roe, Valley Post", ["Jane Roe"], None),
        ("By Jane Roe, John Doe, and Ann Lee", ["Jane Roe", "John Doe", "Ann Lee"], None),
        (
            "Jane Roe and John Doe in Tolmin and Ann Lee in Oslo",
            ["Jane Roe", "John Doe", "Ann Lee"],
            "Tolmin",
        ),
        ("BY JANE ROE AND JOHN DOE", ["JANE ROE", "JOHN DOE"], None),
        ("ByJane Roe", ["Jane Roe"], None),
        ("By Jane Roe, Ph.D., and John Doe, MD", ["Jane Roe", "John Doe"], None),
        ("By J.K. Roe", ["J.K. Roe"], None),
        ("By Jane Roe for The Inland Post", ["Jane Roe"], None),
        ("By San Francisco Bureau", [], None),
        ("By The Editorial Board", [], None),
        ("Words: Jane Roe  Photos: John Doe", ["Jane Roe"], None),
        ("Reporting by Jane Roe; Editing by John Doe", ["Jane Roe"], None),
        ("Edited by Jane Roe", [], None),
        ("Text und Fotos: Jana Petersen", ["Jana Petersen"], None),
        ("Von Jana Petersen (Text) und Kai Ohm (Fotos)", ["Jana Petersen"], None),
        ("Foto: Kai Ohm / Text: Jana Petersen", ["Jana Petersen"], None),
        ("Von unserer Korrespondentin Jana Petersen", ["Jana Petersen"], None),
        ("De notre envoyée spéciale à Lyon, Luce Moreau", ["Luce Moreau"], "Lyon"),
        ("Dal nostro corrispondente a Berlino Luca Bianchi", ["Luca Bianchi"], "Berlino"),
        ("Do nosso correspondente em Paris, Luís Paz", ["Luís Paz"], "Paris"),
        ("Luca Bianchi, inviato a Tolmin", ["Luca Bianchi"], None),
        ("Van onze verslaggever Piet Jansen", ["Piet Jansen"], None),
        ("Tekst: Jan Kowalski, zdjęcia: Ewa Nowak", ["Jan Kowalski"], None),
        ("Szöveg: Nagy Anna, fotó: Kis Péter", ["Nagy Anna"], None),
        ("Text: Anna Svensson Foto: Erik Lund", ["Anna Svensson"], None),
        ("Teksti: Maija Virta, kuvat: Olli Koski", ["Maija Virta"], None),
        ("Текст: Ирина Лозова, фото: Пётр Дуб", ["Ирина Лозова"], None),
        ("Muhabir: Elif Kaya | Editör: Can Ak", ["Elif Kaya"], None),
        ("Pewarta: Dewi Lestari | Editor: Agus Salim", ["Dewi Lestari"], None),
        ("Tác giả: Trần Thị Mai", ["Trần Thị Mai"], None),
        ("بقلم: سارة محمود", ["سارة محمود"], None),
        ("مريم حسن وسارة محمود", ["مريم حسن", "سارة محمود"], None),
        ("מאת נועה לוי", ["נועה לוי"], None),
        ("रिपोर्ट: कविता वर्मा", ["कविता वर्मा"], None),
        ("लेखक: राजेश कुमार | संपादन: नेहा सिंह", ["राजेश कुमार"], None),
        ("记者 陈默 实习生 王可", ["陈默", "王可"], None),
        ("本报记者 陈默 王可", ["陈默", "王可"], None),
        ("作者：陈默　来源：城市日报", ["陈默"], None),
        ("责任编辑：陈默", [], None),
        ("記者陳默／高雄報導", ["陳默"], None),
        ("文・佐藤葵　写真・高橋翼", ["佐藤葵"], None),
        ("ベルリン＝佐藤葵", ["佐藤葵"], "ベルリン"),
        ("김도윤 기자 kim@valley.example", ["김도윤"], None),
        ("글 김도윤 사진 이서연", ["김도윤"], None),
        ("Health News", [], None),
        ("Middle East", [], None),
        ("Harbour Trust", [], None),
        ("", [], None),
    ],
)
def test_a_byline_names_its_authors(text, authors, place):
    found = read_byline(text, OUTLETS.__contains__)
    if authors is None:
        authors = ["J. P. Roe", "Ana de la Torre", "Piet van der Berg"]
    assert (found.authors, found.place) == (authors, place)


def test_what_is_no_name_is_kept_for_finding_outlets():
    assert read_byline("By Jane Roe, Meridian Wire", OUTLETS.__contains__).others == [
        "Meridian Wire"
    ]
    assert read_byline("Von Jana Petersen mit MW", OUTLETS.__contains__).others == ["MW"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("By Jane Roe 30 August 2023 • 4:45pm", "By Jane Roe"),
        ("Von Jana Petersen 28.04.2023, 18:11 Uhr", "Von Jana Petersen"),
        ("By Jane Roe Monday", "By Jane Roe"),
        ("Von Jana Petersen vom 3. Mai 2024", "Von Jana Petersen"),
        ("By Jane Roe", "By Jane Roe"),
    ],
)
def test_a_byline_loses_its_date(text, line):
    assert strip_moment(text) == line


def test_a_line_without_by_names_people_only_by_a_known_first_name():
    assert find_names("Jane Roe, Reporter") == ["Jane Roe"]
    assert find_names("Xqvera Roe") == []
    assert find_names("Xqvera Roe", is_marked=True) == ["Xqvera Roe"]
    assert find_names("中東") == []


@pytest.mark.parametrize(
    "text",
    [
        "By Jane Roe",
        "Jane Roe, Europe correspondent",
        "Tolvina Roe, Environment Editor",
        "Jane Roe | Political editor | jane@valley.example",
        "Ana Ruiz, enviada especial a Tolmin",
        "Luca Bianchi, inviato a Trieste",
        "Propos recueillis par Luce Moreau",
        "Ein Gastbeitrag von Jana Petersen",
        "Elif Kaya / Bursa",
        "بيروت - سارة محمود",
        "Lê Thị Hoa",
        "Ирина Лозова, Игорь Дуб",
        "김도윤 기자",
        "陳默記者",
        "By Reuters Staff",
        "By Our Staff Reporter",
    ],
)
def test_a_line_that_is_nothing_but_a_byline_is_known(text):
    assert reads_as_byline(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Jane Roe wins again",
        "Jane Roe: why the harbour closes",
        "Who is Jane Roe?",
        "By land and by sea: how the harbour works",
        "By Land and Sea",
        "Von Hafen bis Brücke: Im Netz der Angler",
        "Par ailleurs, la ville ferme",
        "Reporter arrested at the border",
        "Text of the treaty",
        "Photo: Jane Roe",
        "Interview with Jane Roe",
        "San Francisco",
        "AliExpress Sites",
        "中東",
        "佐藤葵",
    ],
)
def test_a_title_or_a_caption_is_no_byline(text):
    assert not reads_as_byline(text)


@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from(["By", "Jane", "Roe", ",", "and", "|", "in", "2024"])).map(" ".join)
)
def test_whatever_a_byline_says_its_authors_have_the_form_of_names(text):
    assert all(is_name(name) for name in read_byline(text, lambda _: False).authors)


@pytest.mark.parametrize("run", [" ", ", ", "–", "\t", "—_", "a", "(", ")", "'", "Mc", "\xa0"])
def test_a_long_run_is_read_in_time_that_grows_with_its_length(run):
    def read(size: int) -> None:
        text = run * (size // len(run)) + "!"
        read_byline(text, is_outlet)
        reads_as_byline(text)
        find_byline_outlet(text)

    assert_linear(read, 30_000)  # it took minutes where each start ran over the whole run


def test_an_agencys_staff_is_the_agency():
    byline = read_byline("By Jane Roe, Meridian Wire Staff", OUTLETS.__contains__)
    assert (byline.authors, byline.others) == (["Jane Roe"], ["Meridian Wire"])


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        ("Byline: By Jane Roe and John Doe", ["Jane Roe", "John Doe"]),
        ("Byline: Von Jana Petersen", ["Jana Petersen"]),
        ("Autor: Von Jana Petersen", ["Jana Petersen"]),
        ("BYLINE: Par Odile Carrefond", ["Odile Carrefond"]),
        ("Byline: Di Fiorenza Battaglin", ["Fiorenza Battaglin"]),
        ("Autor: Max von Sydow", ["Max von Sydow"]),
        ("Reporter Jane Roe", ["Jane Roe"]),
        ("Toimittaja Hanna Virta", ["Hanna Virta"]),
        ("Журналист Анна Белова", ["Анна Белова"]),
        ("Aus Port Amber berichtet Jana Petersen", ["Jana Petersen"]),
        ("Guest column by Jane Roe", ["Jane Roe"]),
        ("Publié par Luc Dray", ["Luc Dray"]),
        ("Un artículo de Ana Ruiz", ["Ana Ruiz"]),
        ("Публикувано от Елена Петрова", ["Елена Петрова"]),
        ("Autorica: Ivana Perić", ["Ivana Perić"]),
        ("Imeandikwa na Amina Baraka", ["Amina Baraka"]),
        ("de Ioana Popescu", ["Ioana Popescu"]),
        ("Na Neema Hamisi", ["Neema Hamisi"]),
        ("Nga Besnik Kola", ["Besnik Kola"]),
        ("בן לוי ודנה רז", ["בן לוי", "דנה רז"]),
        ("अनीता शर्मा, नई दिल्ली", ["अनीता शर्मा"]),
        ("دبي ـ ليلى حداد", ["ليلى حداد"]),
        ("【佐藤葵】", ["佐藤葵"]),
        ("[김도윤 기자]", ["김도윤"]),
        ("（記者陳曉／台北報導）", ["陳曉"]),
        ("取材・文＝佐藤葵", ["佐藤葵"]),
        ("Von Jana Petersen, ZDF-Studio Rom", ["Jana Petersen"]),
        ("Ana Reis Do UOL, em São Paulo", ["Ana Reis"]),
        ("Kovács Anna", ["Kovács Anna"]),
    ],
)
def test_offices_and_marks_of_many_languages_are_bylines(text, authors):
    assert reads_as_byline(text)
    assert read_byline(text, is_outlet).authors == authors


@pytest.mark.parametrize(
    "text",
    ["de la Torre", "Na Starym Moście", "Nga lufta në paqe", "【独自取材】"],
)
def test_weak_marks_need_a_known_name(text):
    assert not reads_as_byline(text)


@pytest.mark.parametrize("letter", ascii_uppercase)
def test_an_initial_of_any_letter_is_of_the_name(letter):
    lines = {
        f"By {letter}. Hale": [f"{letter}. Hale"],
        f"By {letter}. {letter}. Hale, Staff Writer": [f"{letter}. {letter}. Hale"],
        f"Por Marta {letter}. Sousa": [f"Marta {letter}. Sousa"],
        f"Av Kari {letter} Moe og Jonas {letter}. Lie": [
            f"Kari {letter} Moe",
            f"Jonas {letter}. Lie",
        ],
    }
    assert {line: read_byline(line, OUTLETS.__contains__).authors for line in lines} == lines


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        ("By Mwende wa Kamau'o", ["Mwende wa Kamau'o"]),
        ("By Sa'ad Karim'a", ["Sa'ad Karim'a"]),
        ("By Hale Seo-a", ["Hale Seo-a"]),
        ("Di Ana Dal Ferro", ["Ana Dal Ferro"]),
        ("Di Marta Dalla Torre e Luca Dal Ferro", ["Marta Dalla Torre", "Luca Dal Ferro"]),
        ("DI MARTA DAL FERRO", ["MARTA DAL FERRO"]),
        ("Di Luca Bianchi dal Messico", ["Luca Bianchi"]),
        ("dal nostro inviato Luca Bianchi", ["Luca Bianchi"]),
        ("By Jane Roe on Monday", ["Jane Roe"]),
        ("Jan Nowak o godz. 19:40", ["Jan Nowak"]),
        ("Por A Redação", []),
    ],
)
def test_a_name_keeps_its_particles_and_its_last_letter(text, authors):
    assert read_byline(text, OUTLETS.__contains__).authors == authors


@pytest.mark.parametrize(
    "text",
    [
        "Von Jana Roth und Reuters",
        "Di Luca Rossi e Reuters",
        "Av Kari Moe og Reuters",
        "Por Ana Silva e Reuters",
        "Door Jan Bos en Reuters",
        "Jan Nowak i Reuters",
        "Kaisa Ranta ja Reuters",
        "Par Luce Moreau pour Reuters",
        "By Jane Roe with Reuters",
    ],
)
def test_an_outlet_is_found_behind_a_word_of_any_language(text):
    assert find_byline_outlet(text) == "reuters"


def test_a_word_inside_an_outlets_name_does_not_cut_it():
    assert find_byline_outlet("Di Luca Rossi e Gazzetta di Parma") == "gazzetta-di-parma"
