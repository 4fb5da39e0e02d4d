"""Bytes to text: every encoding, and bytes that only look like one."""

import codecs
import random

import pytest

from flows.ingest.decode import decode_text, find_unmarked_utf_16

FRENCH = (
    "Le port d'Ambre rouvre après la tempête. L'équipage a été félicité à l'hôtel de ville, où la "
    "fête a duré jusqu'à la nuit. « Nous avons eu très peur », répète le maître du bac."
)
ENGLISH = (
    "The harbour’s ferry – the “Amber” – came back at nine… and nobody was hurt, said Ada Quill."
)
RUSSIAN = (
    "Паром вернулся в гавань в понедельник утром. Никто не пострадал, сообщил капитан порта. "
    "Жители города собрались на причале, чтобы встретить экипаж после долгой бури."
)
JAPANESE = (
    "港の連絡船は月曜日の朝に戻ってきた。けが人はいなかったと港長が発表した。"
    "町の人々は桟橋に集まり、長い嵐のあとで乗組員を迎えた。"
)


@pytest.mark.parametrize(
    ("text", "mark", "encoding", "found"),
    [
        (JAPANESE, b"", "utf-8", "utf-8"),
        (JAPANESE, codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
        (JAPANESE, codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
        (JAPANESE, codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
        (JAPANESE, codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"),
        (FRENCH, b"", "utf-16-le", "utf-16-le"),
        (FRENCH, b"", "utf-16-be", "utf-16-be"),
        (RUSSIAN, b"", "utf-16-le", "utf-16-le"),
        (RUSSIAN, b"", "utf-16-be", "utf-16-be"),
        (RUSSIAN, b"", "cp1251", "cp1251"),
        (JAPANESE, b"", "shift_jis", None),  # or cp932, its superset
        (FRENCH, b"", "latin-1", None),  # or cp1252, which has the same letters
        (ENGLISH, b"", "cp1252", None),  # or cp1250, which has the same dashes
    ],
)
def test_a_text_file_is_decoded(tmp_path, text, mark, encoding, found, read):
    (tmp_path / "page.txt").write_bytes(mark + text.encode(encoding))
    pages, ingested = read(tmp_path)
    assert [page["text"] for page in pages] == [text]
    assert found in (None, ingested.files["encoding"][0])
    assert ingested.files["byte_count"][0] == len(mark + text.encode(encoding))


@pytest.mark.parametrize("content", [b"a\n", b"x", b"a\nb\nc\n", b"\ta\n", b"a\x0cb\x0c", b"I\x00"])
def test_a_short_file_is_not_taken_for_utf_16(content):
    encoding = "utf-16-le" if b"\0" in content else "utf-8"
    assert decode_text(content) == (content.decode(encoding), encoding, None)


SENTENCES = {
    "fr": "L'été dernier, l'équipage s'est arrêté à l'île ; « on a gagné », répète le maître.",
    "de": "Für größere Fähren ist die Brücke zu niedrig, sagte Jörg Käßner, „das wäre schön“.",
    "es": "El señor Ibáñez dejó el timón después de una travesía de más de treinta años.",
    "pt": "As tripulações não voltarão amanhã; a associação pediu às mães que levem maçãs.",
    "sv": "Åsa Öberg på ön säger att färjan går först på måndag, när stormen är över.",
    "is": "Skipið kom til hafnar í morgun með þorsk og ýsu, sagði Þórður á bryggjunni við höfðann.",
    "pl": "Załoga łodzi wróciła późną nocą, a żeglarze mówią, że świt był źle widoczny.",
    "cs": "Posádka lodi se vrátila až příští den, řekl kapitán Jiří Hřebík, když bouře přešla.",
    "hu": "A hajó legénysége csütörtökön érkezett meg, és az őr szerint a fűtés sem működött.",
    "ro": "Echipajul a spus că vântul și valurile au împins barca până lângă ţărm în două ore.",
    "hr": "Posada je rekla da će brod čekati dok ne prođe žestoka oluja, a đaci idu pješice.",
    "tr": "Gemi mürettebatı şirketle anlaşamadı; İğdeli iskelesinde bütün gün boş bekleyiş sürdü.",
    "lt": "Laivo įgula grįžo tik kitą dieną, nes žvejų uoste pūtė labai šiaurus vėjas.",
    "lv": "Kuģa apkalpe atgriezās tikai nākamajā dienā, jo ostā pūta ļoti stiprs vējš.",
    "ru": "Экипаж парома вернулся только на следующий день, потому что в заливе был шторм.",
    "uk": "Екіпаж порома повернувся лише наступного дня, бо в затоці їх застав шторм.",
    "bg": "Екипажът на ферибота се върна чак на другия ден, защото в залива имаше буря.",
    "el": "Το πλήρωμα του πλοίου γύρισε μόνο την επόμενη μέρα, γιατί στον κόλπο είχε θύελλα.",
    "he": "צוות המעבורת חזר רק למחרת, מפני שבמפרץ הייתה סערה גדולה כל הלילה.",
    "ar": "عاد طاقم العبّارة في اليوم التالي فقط لأن العاصفة كانت شديدة في الخليج.",
    "fa": "خدمه کشتی تنها روز بعد بازگشتند، چون در خلیج توفان سختی بود.",
    "th": "ลูกเรือกลับมาในวันรุ่งขึ้นเพราะมีพายุในอ่าวตลอดทั้งคืน",
    "zh": "渡轮的船员第二天才回来，因为海湾里整夜都有大风暴，没有人受伤。",
    "zh-tw": "渡輪的船員第二天才回來，因為海灣裡整夜都有大風暴，沒有人受傷。",
    "ja": JAPANESE,
    "ko": "여객선 선원들은 만에 폭풍이 몰아쳐 다음 날에야 돌아왔다고 말했다.",
}
PLAIN = " and so on until the end of the day"


@pytest.mark.parametrize("repeats", [1, 30])
@pytest.mark.parametrize(
    ("language", "encodings"),
    [
        ("fr", "cp1252 latin-1 iso8859_15 mac_roman cp850"),
        ("de", "cp1252 mac_roman"),
        ("es", "cp1252 latin-1 mac_roman cp850"),
        ("pt", "cp1252 mac_roman"),
        ("sv", "cp1252 mac_roman cp850"),
        ("is", "cp1252 latin-1"),
        ("pl", "cp1250 iso8859_2 cp852"),
        ("cs", "cp1250 iso8859_2 cp852"),
        ("hu", "cp1250 iso8859_2"),
        ("hr", "cp1250 iso8859_2"),
        ("tr", "cp1254 iso8859_9 cp857"),
        ("lt", "cp1257 iso8859_13"),
        ("lv", "cp1257 iso8859_13"),
        ("ru", "cp1251 koi8_r iso8859_5 cp866 mac_cyrillic"),
        ("uk", "cp1251 koi8_u"),
        ("bg", "cp1251 iso8859_5"),
        ("el", "cp1253 iso8859_7 cp737"),
        ("he", "cp1255 iso8859_8"),
        ("ar", "cp1256 iso8859_6"),
        ("fa", "cp1256"),
        ("th", "cp874"),
        ("zh", "gb18030 gbk"),
        ("zh-tw", "big5"),
        ("ja", "shift_jis euc_jp iso2022_jp"),
        ("ko", "euc_kr cp949"),
    ],
)
def test_bytes_are_in_the_encoding_whose_text_is_like_a_language(language, encodings, repeats):
    for encoding in encodings.split():
        content = "\n".join([SENTENCES[language]] * repeats).encode(encoding, "ignore")
        assert decode_text(content).text == content.decode(encoding), encoding


def test_romanian_with_a_cedilla_is_read():
    content = SENTENCES["ro"].replace("ș", "ş").encode("cp1250")
    assert decode_text(content).text == content.decode("cp1250")


@pytest.mark.parametrize(
    "text", ["Crème brûlée" + PLAIN, "“So,” she said — “it’s £4, not €5.”" + PLAIN]
)
def test_a_few_letters_are_read_as_windows_has_them(text):
    assert decode_text(text.encode("cp1252")).text == text


def test_an_encoding_that_nothing_tells_is_doubtful():
    found = decode_text("the harbour of \xd0\xfe\xdd again".encode("latin-1"))
    assert found.other_encoding not in (None, found.encoding)


def test_utf_8_with_a_broken_character_is_utf_8():
    content = (FRENCH * 3).encode()
    assert decode_text(content + b"\xc3") == (FRENCH * 3 + "\ufffd", "utf-8", None)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text",
    [
        "港务局周二投票决定疏浚航道。\n工程要用三年，费用 20 万元。\n",
        "港湾局は火曜日に航路を深くすると決めた。\n工事は三年かかる。\n",
        "항만청은 화요일에 뱃길을 깊게 파기로 했다. 공사는 삼 년 걸린다.\n",
        "बंदरगाह ने मंगलवार को नहर गहरी करने का फैसला किया। काम तीन साल चलेगा।\n",
    ],
)
def test_utf_16_needs_no_mark(text, encoding):
    assert decode_text(text.encode(encoding)) == (text, encoding, None)


def test_bytes_with_zeros_are_no_text_of_one_script():
    chance = random.Random(7)
    usual = [0, 0, 0, 1, 2, 10, 32, 65, 200, 255]
    for size in (2, 8, 20, 64, 400) * 200:
        content = bytes(chance.choice([*usual, chance.randrange(256)]) for _ in range(size))
        assert find_unmarked_utf_16(content) is None


def test_bytes_of_another_encoding_in_utf_8_break_none_of_it():
    content = (FRENCH + ENGLISH).encode() + "L'équipage a gagné, répète".encode("cp1252")
    found = decode_text(content)
    assert (found.encoding, found.text[: len(FRENCH + ENGLISH)]) == ("utf-8", FRENCH + ENGLISH)


def test_a_euro_tells_iso_8859_15():
    text = "Die Fähre kostet 4000 € im Jahr, sagte die Bürgermeisterin der Stadt am Hafen."
    assert decode_text(text.encode("iso8859_15")).text == text


@pytest.mark.parametrize("text", [FRENCH, ENGLISH, RUSSIAN, JAPANESE, "\ufeff" + FRENCH])
def test_what_was_encoded_twice_is_read_twice(text):
    twice = "".join(
        bytes([byte]).decode("cp1252") if byte not in b"\x81\x8d\x8f\x90\x9d" else chr(byte)
        for byte in text.encode()
    )
    assert decode_text(twice.encode()) == (text.removeprefix("\ufeff"), "utf-8, twice", None)


@pytest.mark.parametrize(
    "text", ["“CafÃ©” is what a wrong reading makes of “Café” – so they say.", "Ã© alone", "Â£4"]
)
def test_a_text_that_speaks_of_it_is_left(text):
    assert decode_text(text.encode()) == (text, "utf-8", None)


def test_chinese_with_few_usual_signs_is_known():
    text = "老麵包師歸還圖書\r\n\r\n麵包師把一盒餅乾放在櫃檯上，館員隨即把罰款的單據撕掉。\r\n\r\n"
    text += "這本苔蘚手冊將在玻璃櫃中展出，多年來沒有其他讀者借過。"
    assert decode_text(text.encode("big5")).text == text


@pytest.mark.parametrize(
    "text",
    [
        "Il fornaio è in pensione, disse Niccolò. Più tardi tornò in città, perché pioveva.",
        "O padeiro voltou. “Não é possível”, disse João, já à porta da estação.",
    ],
)
@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_signs_stand_where_text_has_them(text: str, encoding: str):
    assert decode_text(text.encode(encoding)).text == text
