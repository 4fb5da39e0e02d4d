"""Datelines as agencies print them: where they end, and what they say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.reading.datelines import find_dateline_end, read_dateline
from tests.growth import assert_linear


@pytest.mark.parametrize(
    "dateline",
    [
        "KYIV (Reuters) - ",
        "PORT AMBER — ",
        "ÉVREUX - ",
        "Moscow [Russia], May 19 : ",
        "New Delhi [India], May 19, 2025: ",
        "Berlin (dpa/tmn) - ",
        "ST. JOHN'S, Newfoundland (MW) -- ",
    ],
)
def test_a_dateline_ends_where_its_text_begins(dateline):
    assert find_dateline_end(f"{dateline}Crews left the ships on Monday.") == len(dateline)


@pytest.mark.parametrize(
    "text",
    [
        "Crews left the ships on Monday.",
        "UEFA - the union of football - met.",
        "Jane Roe said (on Monday) that crews had left.",
        "Riad. Die Boxwelt wartet.",
        "London - a city of ferries - woke late.",
        "Police said – The trust had agreed.",
        "Berlin. Paris. London. Diese Städte schlafen nie, sagt man.",
        "Trump. Der Name allein reicht, um im Hafen für Streit zu sorgen.",
        "",
    ],
)
def test_a_sentence_has_no_dateline(text):
    assert find_dateline_end(text) is None


def test_who_wrote_it_may_stand_before_the_place():
    found = read_dateline("Ayşe YILDIZ/İZMİR, (DHA)- Gemiler limandan ayrıldı.")
    assert (found.place, found.authors) == ("İZMİR", ("Ayşe YILDIZ",))
    assert read_dateline("LONDON/PARIS (Reuters) - Crews left.").authors == ()


@pytest.mark.parametrize(
    ("start", "place", "agency"),
    [
        ("KYIV (Reuters) - Crews left.", "KYIV", "reuters"),
        ("KYIV, May 19 (Reuters) - Crews left.", "KYIV", "reuters"),
        ("WASHINGTON/KYIV (Reuters) — Crews left.", "WASHINGTON/KYIV", "reuters"),
        ("Moscow [Russia], May 19 : Crews left.", "Moscow", None),
        ("New Delhi [India], May 19 (ANI): Crews left.", "New Delhi", "ani"),
        ("Berlin (dpa/tmn) - Die Fähren fahren.", "Berlin", "dpa"),
        ("PARIS, 19 mai (AFP) - Le port ferme.", "PARIS", "agence-france-presse"),
        ("Madrid, 19 may (EFE).- El puerto cierra.", "Madrid", "efe"),
        ("МОСКВА, 19 мая (ТАСС) — Порт закрыт.", "МОСКВА", "tass"),
        ("(Reuters) - Crews left.", None, "reuters"),
        ("PORT AMBER — The trust voted.", "PORT AMBER", None),
        ("TULSA, OK / ACCESSWIRE / May 19, 2024 / Crews left.", "TULSA", "accesswire"),
        ("Calgary, Alberta--(Newsfile Corp. - May 19, 2024) - Crews left.", "Calgary", "newsfile"),
        ("Bonn (dpa, 19. Mai) - Die Fähren fahren.", "Bonn", "dpa"),
        ("Lucca, 19 mag 15:20 - (Agenzia Nova) - Il porto chiude.", "Lucca", "agenzia-nova"),
        ("Buenos Aires, mayo 19 (NA) -- El puerto cierra.", "Buenos Aires", "noticias-argentinas"),
        ("القاهرة في 19 مايو / أ ش أ / غادرت السفن.", "القاهرة", "mena"),
        ("Riad. Die Boxwelt wartet.", None, None),
        ("EXKLUSIV: Der Hafen schließt.", None, None),
        ("Jane Roe (29) - the first - left.", None, None),
        ("The trust (of Port Amber) - it voted.", None, None),
        ("Crews left the ships on Monday.", None, None),
        ("", None, None),
        # agencies' habits
        ("TOLMIN, Slovenia (Reuters) - Crews left.", "TOLMIN", "reuters"),
        ("ROSTOCK (AP) _ Crews left.", "ROSTOCK", "associated-press"),
        ("TROMSØ, Norway, May 4 (UPI) -- Crews left.", "TROMSØ", "upi"),
        ("PERTH, Australia--(BUSINESS WIRE)--Crews left.", "PERTH", "business-wire"),
        ("OSLO, May 4, 2024 /PRNewswire/ -- Crews left.", "OSLO", "pr-newswire"),
        (
            "HALIFAX, Nova Scotia, May 4, 2024 (GLOBE NEWSWIRE) -- A ship left.",
            "HALIFAX",
            "globenewswire",
        ),
        ("Kochi, May 4 (PTI) Crews left.", "Kochi", "pti"),
        ("LAHORE, May 4 (APP): Crews left.", "LAHORE", "app"),
        ("PENANG, May 4 (Bernama) -- Crews left.", "PENANG", "bernama"),
        ("ACCRA, May 4, (GNA) - Crews left.", "ACCRA", "ghana-news-agency"),
        ("Sevilla (España), 4 may (EFE).- El puerto cierra.", "Sevilla", "efe"),
        ("GIJÓN, 4 May. (EUROPA PRESS) - El puerto cierra.", "GIJÓN", "europa-press"),
        ("Porto, 04 mai 2024 (Lusa) - O porto fecha.", "Porto", "lusa"),
        ("Rabat, 4 mai (MAP) - Le port ferme.", "Rabat", "map"),
        ("Tunis, le 4 mai 2024 (TAP) - Le port ferme.", "Tunis", "tap"),
        ("Lyon, 1er mai 2024 (AFP) – Le pont ferme.", "Lyon", "agence-france-presse"),
        ("(ANSA) - GENOVA, 4 MAG - Il porto chiude.", "GENOVA", "ansa"),
        ("Torino, 4 mag. (askanews) - Il ponte chiude.", "Torino", "askanews"),
        ("BARI (ITALPRESS) - Il porto chiude.", "BARI", "italpress"),
        ("Graz (APA) - Die Brücke schließt.", "Graz", "apa"),
        ("Bern, 4. Mai (Keystone-SDA) - Die Brücke schließt.", "Bern", "keystone-sda"),
        ("Frankfurt am Main – Die Brücke schließt.", "Frankfurt am Main", None),
        ("Lübeck. Die Brücke über die Trave bleibt bis Montag geschlossen.", "Lübeck", None),
        ("Odense (Ritzau) - Broen lukker.", "Odense", "ritzau"),
        ("BERGEN (NTB): Broen stenger.", "BERGEN", "ntb"),
        ("Malmö (TT) Bron stängs.", "Malmö", "tt"),
        ("Gdańsk (PAP) - Most zamknięto.", "Gdańsk", "pap"),
        ("Brno 4. května (ČTK) - Most zavřeli.", "Brno", "ctk"),
        ("Szeged, 2024. május 4., szombat (MTI) - A híd bezárt.", "Szeged", "mti"),
        ("Iaşi, 4 mai /Agerpres/ - Podul s-a închis.", "Iaşi", "agerpres"),
        ("Split, 4. svibnja 2024. (Hina) - Most je zatvoren.", "Split", "hina"),
        ("ВАРНА /БТА/ Мостът е затворен.", "ВАРНА", "bta"),
        ("ΠΑΤΡΑ, 4 Μαΐου (ΑΠΕ-ΜΠΕ) – Η γέφυρα κλείνει.", "ΠΑΤΡΑ", "amna"),
        ("ОМСК, 4 мая. /ТАСС/. Мост закрыт.", "ОМСК", "tass"),
        ("ТВЕРЬ, 4 мая — РИА Новости. Мост закрыт.", "ТВЕРЬ", "ria-novosti"),
        ("Казань. 4 мая. ИНТЕРФАКС - Мост закрыт.", "Казань", "interfax"),
        ("ЛЬВІВ. 4 травня. УНН. Міст закрито.", "ЛЬВІВ", "ukrainian-national-news"),
        ("ANKARA (AA) - Köprü kapandı.", "ANKARA", "anadolu"),
        ("BURSA, (DHA)- Köprü kapandı.", "BURSA", "demiroren-news-agency"),
        ("Medan (ANTARA) - Jembatan ditutup.", "Medan", "antara"),
        ("TEMPO.CO, Bandung - Jembatan ditutup.", "Bandung", None),
        ("SURABAYA, KOMPAS.com – Jembatan ditutup.", "SURABAYA", None),
        ("Huế (TTXVN) - Cây cầu đóng cửa.", "Huế", "vietnam-news-agency"),
        ("เชียงใหม่ (รอยเตอร์) - สะพานปิด", "เชียงใหม่", "reuters"),
        ("मुंबई, 4 मई (भाषा) पुल बंद हुआ।", "मुंबई", "pti"),
        ("लखनऊ, 4 मई (आईएएनएस)। पुल बंद हुआ।", "लखनऊ", "ians"),
        ("بيروت (رويترز) - أغلق الجسر.", "بيروت", "reuters"),
        ("أبوظبي في 4 مايو / وام / أغلق الجسر.", "أبوظبي", "wam"),
        ("الخرطوم 4 مايو (سونا) - أغلق الجسر.", "الخرطوم", "suna"),
        ("شیراز - ایسنا - پل بسته شد.", "شیراز", "isna"),
        ("חיפה (רויטרס) - הגשר נסגר.", "חיפה", "reuters"),
        ("新华社罗马5月4日电（记者陈默）大桥周六关闭。", "罗马", "xinhua"),
        ("中新社西安5月4日电 大桥周六关闭。", "西安", "china-news-service"),
        ("（路透社柏林4日电）大桥周六关闭。", "柏林", "reuters"),
        ("（中央社記者陳默高雄4日電）大橋週六關閉。", "高雄", "central-news-agency"),
        ("【ソウル共同】橋が閉鎖された。", "ソウル", "kyodo-news"),
        ("[ベルリン ４日 ロイター] - 橋が閉鎖された。", "ベルリン", "reuters"),
        ("(부산=연합뉴스) 김도윤 기자 = 다리가 폐쇄됐다.", "부산", "yonhap"),
        ("[대구=뉴시스] 김도윤 기자 = 다리가 폐쇄됐다.", "대구", "newsis"),
        # no datelines
        ("London - a city of ferries - woke late.", None, None),
        ("Police said – The trust had agreed.", None, None),
        ("Editor’s Note, May 4, 2024: We changed it.", None, None),
        ("Москва — порт пяти морей.", None, None),
        ("BAKERS (there are many of them) queued.", None, None),
        ("Ana Ruiz (PSOE) - La diputada cierra.", None, None),
        ("日本の橋は４日、閉鎖された。", None, None),
        ("记者在现场看到，大桥关闭。", None, None),
        ("【写真】橋が閉鎖された。", None, None),
    ],
)
def test_a_dateline_has_a_place_and_an_agency(start, place, agency):
    assert read_dateline(start)[:2] == (place, agency)


@given(st.text())
def test_any_text_is_read(text):
    end = find_dateline_end(text)
    assert end is None or 0 < end <= len(text)
    assert 0 <= read_dateline(text).end <= len(text)


@pytest.mark.parametrize(
    ("start", "authors"),
    [
        ("新华社罗马5月4日电（记者陈默 王可）大桥周六关闭。", ("陈默", "王可")),
        ("本报讯（记者 陈默）大桥周六关闭。", ("陈默",)),
        ("(부산=연합뉴스) 김도윤 이서연 기자 = 다리가 폐쇄됐다.", ("김도윤", "이서연")),
        ("(부산=연합뉴스) 다리가 폐쇄됐다.", ()),
    ],
)
def test_a_dateline_of_east_asia_names_reporters(start, authors):
    found = read_dateline(start)
    assert found.authors == authors
    assert start[found.end :].startswith(("大", "다"))


@pytest.mark.parametrize(
    "run", [" ", "A ", "A. ", "(", "—", "/", "上", "記者", "ا ", "[x] ", ", 4"]
)
def test_a_long_start_is_read_in_time_that_grows_with_its_length(run):
    assert_linear(lambda size: read_dateline(run * size), 50_000)


@pytest.mark.parametrize(
    ("text", "place", "agency"),
    [
        ("OSLO, Norway — (AP) The harbour closed.", "OSLO", "associated-press"),
        ("Roma, 4 mag. - (Adnkronos) - Il porto ha chiuso.", "Roma", "adnkronos"),
        ("May 4 (Reuters) - The harbour closed.", None, "reuters"),
        ("4 мая, Минск /Корр. БЕЛТА/. Порт закрыт.", "Минск", "belta"),
        ("SÃO PAULO, SP (FOLHAPRESS) - O porto fechou.", "SÃO PAULO", "folhapress"),
        ("VICTORIA, B.C. - The harbour closed.", "VICTORIA", None),
        ("(Ottawa) Le port a fermé.", "Ottawa", None),
        ("SANTO DOMINGO.- El puerto cerró.", "SANTO DOMINGO", None),
        ("La Paz, 4 may 2024 (ABI).- El puerto cerró.", "La Paz", None),
        ("BAKU, Azerbaijan, May 4. The harbour closed.", "BAKU", None),
        ("Accra, May.4, GNA - The harbour closed.", "Accra", "ghana-news-agency"),
        ("CAIRO - 4 May 2024: The harbour closed.", "CAIRO", None),
        ("Genf (epd/sda) - Der Hafen ist zu.", "Genf", None),
        ("Taipei, May 4 (CNA) The harbour closed.", "Taipei", None),
        ("София /КРОСС/ Пристанището затвори.", "София", None),
        ("دمشق-سانا أغلق الميناء أبوابه.", "دمشق", "sana"),
        ("الكويت - 4 - 5 (كونا) -- أغلق الميناء.", "الكويت", "kuna"),
        ("رام الله 4-5-2024 وفا- أغلق الميناء.", "رام الله", "wafa"),
        ("کراچی (اسٹاف رپورٹر) بندرگاہ بند ہو گئی۔", "کراچی", None),
        ("ঢাকা: বন্দর বন্ধ হয়ে গেছে।", "ঢাকা", None),
        ("Vilnius, gegužės 4 d. (BNS). Uostas uždarytas.", "Vilnius", "bns"),
        ("Suara.com - Pelabuhan ditutup.", None, None),
        ("〔記者陳曉／台北報導〕港口關閉。", "台北", None),
        ("【ローマ＝佐藤葵】港は閉まった。", "ローマ", None),
    ],
)
def test_datelines_of_the_world_are_cut(text, place, agency):
    found = read_dateline(text)
    assert found.place == place
    assert agency is None or found.agency == agency
    assert 0 < found.end < len(text)


@pytest.mark.parametrize(
    "text",
    [
        "May 4 was the day on which the harbour closed.",
        "4 мая в Минске закрыли порт.",
        "(The harbour) closed for a day.",
        "【独自】港は閉まった。",
        "PARIS - (the one in Texas) closed its harbour.",
    ],
)
def test_a_day_or_a_bracket_alone_is_no_dateline(text):
    found = read_dateline(text)
    assert not found.end or "Texas" in text


@pytest.mark.parametrize(
    "word",
    [
        *("INTERVIEW", "ANALYSIS", "FACTBOX", "WRAPUP", "CORRECTED", "EXCLUSIVE", "OPINION"),
        *("BREAKING", "INTERVISTA", "ANALYSE", "EXCLUSIF", "ESCLUSIVA", "ENTREVISTA", "EKSKLUSIVT"),
        *("АНАЛИЗ", "ІНТЕРВ'Ю", "EXCLUSIEF", "WYWIAD", "INTERVJU"),
    ],
)
def test_a_word_for_a_genre_is_no_place_and_its_agency_is_kept(word):
    start = f"{word} (Reuters) - "
    found = read_dateline(start + "The council closes the ferry in March, the mayor said.")
    assert found == (None, "reuters", len(start), ())
    assert find_dateline_end(f"{word} - The council closes the ferry in March.") is None


@pytest.mark.parametrize("name", ["Nancy", "Victoria", "Florence", "Charlotte"])
def test_a_speaker_whose_name_is_a_citys_is_no_dateline(name):
    said = "I never thought that the ferry would have to stop for a whole year."
    assert find_dateline_end(f"{name}: {said}") is None
    assert read_dateline(f"{name.upper()}: {said}").place == name.upper()
    assert read_dateline(f"{name} (Reuters): {said}")[:2] == (name, "reuters")
