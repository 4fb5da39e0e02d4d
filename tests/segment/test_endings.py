"""What stands at the end of a plain article or amid it, and is none of its text."""

import pytest

from tests.segment.invented import cut_page, has_body, write_page

AT_END = [
    ("en", "By Orla Penhale"),
    ("de", "Von Ortrun Penhal"),
    ("fr", "Par Odile Penhal"),
    ("tr", "Haber: Olga Penal"),
    ("ja", "記者・大原花子"),
    ("en", "To continue reading, subscribe to the Gazette"),
    ("de", "Noch 70% des Artikels"),
    ("ja", "残り1234文字"),
    ("ru", "Чтобы читать дальше, оформите подписку"),
    ("ja", "続きを読むには会員登録が必要です"),
    ("ko", "계속 읽으려면 구독하세요"),
    ("en", "We use cookies to make the site better. By clicking Accept you agree.\n\nAccept all"),
    ("de", "Wir verwenden Cookies für ein besseres Erlebnis auf dieser Seite.\n\nAlle akzeptieren"),
    ("tr", "Deneyiminizi iyileştirmek için çerezleri kullanıyoruz.\n\nTümünü kabul et"),
    ("ar", "نستخدم ملفات تعريف الارتباط لتحسين تجربتك على هذا الموقع.\n\nقبول الكل"),
    ("ja", "当サイトでは利便性向上のためクッキーを使用しています。\n\nすべて同意する"),
    ("ko", "저희는 더 나은 서비스를 위해 쿠키를 사용합니다.\n\n모두 동의"),
]
AMID = [
    ("en", "The mill race below the car park on Tuesday night. Photo: Ann Moss"),
    ("de", "Der Parkplatz über dem Mühlgraben am Dienstagabend. Foto: Anna Moos"),
    ("fr", "Le parking au-dessus du bief du moulin, mardi soir. Photo : Anne Mousse"),
    ("tr", "Salı akşamı otoparkın altındaki değirmen arkı. Fotoğraf: Ayşe Yosun"),
    ("ru", "Автостоянка над мельничным каналом во вторник вечером. Фото: Анна Мохова"),
    ("ar", "موقف السيارات فوق قناة الطاحونة مساء الثلاثاء. تصوير: آن موس"),
    ("ja", "火曜日の夜、水路が埋まる駐車場のようす。写真：安藤萌"),
    ("ko", "화요일 밤 물레방아 수로 위의 주차장 모습. 사진=안모스"),
    ("en", "Subscribe to our newsletter"),
    ("ru", "Подпишитесь на рассылку"),
    ("ar", "اشترك في نشرتنا الإخبارية"),
]


@pytest.mark.parametrize(("language", "line"), AT_END)
def test_what_is_known_at_the_end_is_no_text(language: str, line: str):
    assert has_body(cut_page(write_page(language, end=(line,))), language)


@pytest.mark.parametrize(("language", "line"), AMID)
def test_captions_and_newsletters_amid_the_text_are_none_of_it(language: str, line: str):
    assert has_body(cut_page(write_page(language, amid=(line,))), language)


@pytest.mark.parametrize(
    "line",
    [
        "She asked the council to keep reading the old plans, and to keep the town informed.",
        "The photo: a mill, a miller and a dog, hangs in the kitchen of his grandson to this day.",
    ],
)
def test_a_sentence_with_such_words_is_text(line: str):
    assert has_body(cut_page(write_page("en", end=(line,))), "en", line)
