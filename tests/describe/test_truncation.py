"""Whether a page shows only the beginning of an article."""

import polars as pl
import pytest

from flows.describe.truncation import Ending, describe_truncation, is_cut_short


@pytest.mark.parametrize(
    ("last", "below"),
    [
        ("The tram bridge will close in", ["To continue reading, subscribe to the Herald"]),
        ("Die Trambrücke wird im Herbst …", ["Jetzt weiterlesen mit HeroldPlus"]),
        ("Le pont du tram fermera cet automne.", ["La suite est réservée aux abonnés."]),
        ("Most tramwajowy zostanie", ["Udostępnij", "Dalsza część artykułu jest dostępna po"]),
        ("Мост закроют осенью", ["Чтобы читать дальше, оформите подписку"]),
        ("電車の橋は秋に閉鎖される。", ["この記事は有料会員限定です"]),
        ("The tram bridge will close…", ["Share", "Read more"]),
        ("El puente del tranvía cerrará en...", ["Leer más »"]),
        ("桥将在秋季关闭……", ["阅读全文"]),
        ("The tram bridge will close... Read more", []),
        ("The tram bridge will close [...] Continue reading →", []),
        ("Straßenbahnbrücke gesperrt.", ["Bereits Abonnent? Anmelden"]),
        ("Trikkebroen stenger til høsten.", ["Allerede abonnent? Logg inn"]),
        ("Denne saken er for abonnenter", []),
        ("Cet article est réservé aux abonnés", []),
        ("Celý článek je pouze pro předplatitele", []),
        ("Полный текст доступен по подписке", []),
        ("登录后继续阅读", []),
        ("この記事は有料記事です。残り1234文字", []),
        ("Il vous reste 75% de cet article à lire", []),
        ("The tram bridge will close in autumn… [+1834 chars]", []),
        ("The tram bridge will close... To continue reading, log in or register.", []),
    ],
)
def test_a_page_says_that_the_text_goes_on(last, below):
    assert is_cut_short(Ending(last, below))


@pytest.mark.parametrize(
    ("last", "below"),
    [
        ("The tram bridge reopened.", []),
        ("And then nobody spoke…", ["Share", "Comments"]),
        ("The tram bridge reopened.", ["Read more: the ferry returns"]),
        ("The tram bridge reopened.", ["Read more"]),
        ("The tram bridge reopened.", ["Subscribe to our newsletter"]),
        ("Schools want pupils to read more", []),
        ("Its archive of old timetables and maps is for subscribers only, she said.", []),
        ("Noch 1834 Artikel liegen im Archiv.", []),
        ("The paper told readers to subscribe to read its archive.", ["Share"]),
        ("Die Brücke ist wieder offen.", ["Lesen Sie auch"]),
    ],
)
def test_a_whole_text_is_not_cut_short(last, below):
    assert not is_cut_short(Ending(last, below))


def test_only_what_stands_right_below_a_body_tells():
    lines = [
        ("paragraph", 1, "The tram bridge will close in\n"),
        ("share", None, "Share\n"),
        ("promotion", None, "To continue reading, subscribe\n"),
        ("headline", 2, "Ferry returns\n"),
        ("paragraph", 2, "The ferry is back.\n"),
        ("headline", 3, "Storm closes a school\n"),
        ("paragraph", 3, "A storm closed it…\n"),
        ("navigation", None, "Read more\n"),
    ]
    rows, text = [], ""
    for number, (kind, placement_no, line) in enumerate(lines, 1):
        rows.append(("p", number, len(text), len(text) + len(line), kind, placement_no))
        text += line
    columns = ["page_id", "segment_no", "start_char", "end_char", "kind", "placement_no"]
    segments = pl.DataFrame(rows, schema=columns, orient="row")
    placements = pl.DataFrame(
        {"page_id": ["p"] * 3, "placement_no": [1, 2, 3], "role": ["lead", "embedded", "teaser"]}
    )
    pages = pl.DataFrame({"page_id": ["p"], "text": [text]})
    found = describe_truncation(placements, pages, segments)
    assert found["is_truncated"].to_list() == [True, False, False]
