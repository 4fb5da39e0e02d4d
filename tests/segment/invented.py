"""Short invented articles in several languages, for pages that tests put together."""

from pathlib import Path
from typing import NamedTuple

import polars as pl

from flows.segment import add_texts, segment_pages
from train.forms import Article


class Story(NamedTuple):
    headline: str
    date: str
    paragraphs: tuple[str, str, str]


STORIES = {
    "en": Story(
        "Mill race to be dug out again after eighty years",
        "12 March 2024",
        (
            "The town of Ostbury will dig out the old mill race that has lain under its car park "
            "since the war, the council decided on Tuesday evening.",
            "Work is to begin in the autumn and should take seven months, the surveyor told the "
            "meeting. Traders fear for their Christmas business.",
            "The miller's grandson has promised to lend the plans, which hang in his kitchen. He "
            "wants them back before the summer.",
        ),
    ),
    "de": Story(
        "Mühlgraben wird nach achtzig Jahren wieder geöffnet",
        "12. März 2024",
        (
            "Die Stadt Ostbach will den alten Mühlgraben freilegen, der seit dem Krieg unter dem "
            "Parkplatz liegt. Das beschloss der Rat am Dienstagabend.",
            "Die Arbeiten sollen im Herbst beginnen und sieben Monate dauern, wie der Planer in "
            "der Sitzung erklärte. Die Händler fürchten um ihr Weihnachtsgeschäft.",
            "Der Enkel des Müllers will die Pläne ausleihen, die in seiner Küche hängen. Er möchte "
            "sie vor dem Sommer zurückhaben.",
        ),
    ),
    "fr": Story(
        "Le bief du moulin rouvert après quatre-vingts ans",
        "12 mars 2024",
        (
            "La ville d'Ostigny va dégager l'ancien bief du moulin, enfoui sous le parking depuis "
            "la guerre, a décidé le conseil mardi soir.",
            "Les travaux doivent commencer à l'automne et durer sept mois, a indiqué le géomètre "
            "pendant la séance. Les commerçants craignent pour leur Noël.",
            "Le petit-fils du meunier a promis de prêter les plans accrochés dans sa cuisine. Il "
            "veut les revoir avant l'été.",
        ),
    ),
    "tr": Story(
        "Değirmen arkı seksen yıl sonra yeniden açılıyor",
        "12 Mart 2024",
        (
            "Ostova belediyesi, savaştan beri otoparkın altında kalan eski değirmen arkını yeniden "
            "açacak. Karar salı akşamı mecliste alındı.",
            "Çalışmaların sonbaharda başlaması ve yedi ay sürmesi bekleniyor. Esnaf yılbaşı "
            "satışları için endişeli.",
            "Değirmencinin torunu mutfağında asılı duran planları ödünç vereceğini söyledi. Yazdan "
            "önce geri istiyor.",
        ),
    ),
    "ru": Story(
        "Мельничный канал откроют через восемьдесят лет",
        "12 марта 2024",
        (
            "Город Остово раскопает старый мельничный канал, который с войны лежит под "
            "автостоянкой. Такое решение совет принял во вторник вечером.",
            "Работы начнутся осенью и продлятся семь месяцев, сообщил на заседании инженер. "
            "Торговцы боятся за рождественские продажи.",
            "Внук мельника обещал одолжить чертежи, которые висят у него на кухне. Он хочет "
            "получить их обратно до лета.",
        ),
    ),
    "ar": Story(
        "إعادة فتح قناة الطاحونة بعد ثمانين عاما",
        "12 مارس 2024",
        (
            "قررت بلدية أوستا مساء الثلاثاء إعادة فتح قناة الطاحونة القديمة التي ظلت مدفونة تحت "
            "موقف السيارات منذ الحرب.",
            "من المقرر أن تبدأ الأعمال في الخريف وأن تستمر سبعة أشهر، بحسب ما قاله المهندس في "
            "الجلسة. ويخشى التجار على موسمهم.",
            "وعد حفيد الطحان بإعارة المخططات المعلقة في مطبخه. ويريد استعادتها قبل الصيف.",
        ),
    ),
    "ja": Story(
        "水車の水路、八十年ぶりに掘り起こしへ",
        "2024年3月12日",
        (
            "オスト町議会は火曜日の夜、戦後ずっと駐車場の下に埋まっていた古い水車の水路を掘り起こす"
            "ことを決めた。",
            "工事は秋に始まり、七か月かかる見通しだ。商店主らは年末の売り上げへの影響を心配している。",
            "水車小屋の主人の孫は、台所に掛けてある図面を貸すと約束した。夏までに返してほしいという。",
        ),
    ),
    "ko": Story(
        "물레방아 수로 팔십 년 만에 다시 판다",
        "2024년 3월 12일",
        (
            "오스트 시의회는 화요일 저녁 전쟁 이후 주차장 아래 묻혀 있던 옛 물레방아 수로를 다시 "
            "파기로 결정했다.",
            "공사는 가을에 시작해 일곱 달 동안 이어질 예정이다. 상인들은 연말 장사에 미칠 영향을 "
            "걱정하고 있다.",
            "방앗간 주인의 손자는 부엌에 걸린 도면을 빌려주겠다고 약속했다. 여름 전에 돌려받기를 "
            "바란다.",
        ),
    ),
}


def write_page(
    language: str,
    above: tuple[str, ...] = (),
    amid: tuple[str, ...] = (),
    end: tuple[str, ...] = (),
) -> str:
    """A page of the story, with blocks above it, behind its first paragraph and at its end."""
    headline, date, (first, *others) = STORIES[language]
    return "\n\n".join((*above, headline, date, first, *amid, *others, *end))


class Cut(NamedTuple):
    headline: str | None
    body: str
    teasers: list[str]  # their headlines
    kinds: dict[str, str]  # line -> kind


def cut_page(text: str) -> Cut:
    """The lead of a page, the headlines of its teasers, and the kinds of its lines."""
    pages = pl.DataFrame({"page_id": ["p"], "text_id": ["p"], "text": [text]})
    segments, placements = segment_pages(pages)
    texts = add_texts(placements, pages, segments)
    lead = texts.filter(role="lead").row(0, named=True)
    teasers = texts.filter(role="teaser")["headline"].to_list()
    spans = segments.select("start_char", "end_char", "kind").iter_rows()
    kinds = {text[start:end].strip(): kind for start, end, kind in spans}
    return Cut(lead["headline"], lead["body"], teasers, kinds)


def has_body(cut: Cut, language: str, *more: str) -> bool:
    """Whether the body is the story's paragraphs and these lines; its date may stand there too."""
    story = STORIES[language]
    return {*cut.body.split("\n")} - {story.date} == {*story.paragraphs, *more}


def read_invented() -> dict[str, Article]:
    """One article in many languages: a block of lines each, the first the language."""
    blocks = Path(__file__).with_name("invented.txt").read_text().strip().split("\n\n")
    lines = (block.split("\n") for block in blocks)
    return {language: Article(headline, body) for language, headline, *body in lines}


ARTICLES = read_invented()
