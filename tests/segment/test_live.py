"""Live pages: one lead with all entries, whose times are no body and no date of the page."""

from typing import NamedTuple

import polars as pl
import pytest

from flows.segment import add_texts, segment_pages
from tests.segment.invented import STORIES, cut_page, has_body, write_page


class Live(NamedTuple):
    headline: str
    intro: str
    times: tuple[str, ...]  # the newest first
    titles: tuple[str, ...]
    texts: tuple[str, ...]
    end: tuple[str, ...]  # what stands below the last entry


LIVE = {
    "en": Live(
        "Ostbury flood live: river falls as schools stay shut",
        "The Ost has left its banks for the first time in thirty years. Follow what happens here.",
        ("2.15pm", "12.40pm", "11.05am", "9.30am"),
        ("River falls by a hand", "Boats for the lower town", "Schools stay shut", "Good morning"),
        (
            "The river has fallen by a hand's breadth since noon, the warden of the lock says.",
            "Rowing clubs have brought nineteen boats to the market square, where people queue.",
            "No school will open before Thursday. Teachers have been asked to help in the halls.",
            "Good morning from the town hall steps, which are the shore of a lake this morning.",
        ),
        ("Related", "Why the Ost floods so late in the year", "The bridge that was never built"),
    ),
    "de": Live(
        "Hochwasser in Ostbach im Liveticker: Pegel sinkt erstmals",
        "Die Ost ist zum ersten Mal seit dreißig Jahren über die Ufer getreten. Alles Wichtige.",
        ("14:15 Uhr", "12:40 Uhr", "11:05 Uhr", "9:30 Uhr"),
        ("Pegel sinkt", "Boote für die Unterstadt", "Schulen bleiben zu", "Guten Morgen"),
        (
            "Seit Mittag ist der Fluss um eine Handbreit gefallen, wie der Schleusenwart sagte.",
            "Rudervereine haben neunzehn Boote auf den Marktplatz gebracht, wo viele warten.",
            "Vor Donnerstag öffnet keine Schule. Die Lehrer sollen in den Turnhallen helfen.",
            "Guten Morgen von der Treppe des Rathauses, die heute das Ufer eines Sees ist.",
        ),
        ("Mehr zum Thema", "Warum die Ost so spät im Jahr steigt", "Die nie gebaute Brücke"),
    ),
    "fr": Live(
        "EN DIRECT. Inondations à Ostigny : la décrue commence, les écoles restent fermées",
        "L'Ost est sortie de son lit pour la première fois en trente ans. Suivez la situation ici.",
        ("14h15", "12h40", "11h05", "09h30"),
        ("La décrue commence", "Des barques en ville basse", "Écoles fermées", "Bonjour à tous"),
        (
            "Le niveau de la rivière a baissé d'une main depuis midi, dit le gardien de l'écluse.",
            "Les clubs d'aviron ont apporté dix-neuf barques sur la place, où l'on attend.",
            "Aucune école n'ouvrira avant jeudi. Les enseignants aident dans les salles.",
            "Bonjour depuis les marches de la mairie, devenues ce matin la rive d'un lac.",
        ),
        ("À lire aussi", "Pourquoi l'Ost déborde si tard", "Le pont qui ne fut jamais construit"),
    ),
    "es": Live(
        "Inundaciones en Ostilla, en directo: baja el río y las escuelas siguen cerradas",
        "El Ost se ha desbordado por primera vez en treinta años. Siga aquí la última hora.",
        ("14:15", "12:40", "11:05", "09:30"),
        ("Baja el río", "Barcas para la parte baja", "Escuelas cerradas", "Buenos días"),
        (
            "El nivel del río ha bajado un palmo desde el mediodía, según el guarda de la esclusa.",
            "Los clubes de remo han llevado diecinueve barcas a la plaza, donde hay cola.",
            "Ninguna escuela abrirá antes del jueves. Los maestros ayudan en las salas.",
            "Buenos días desde la escalera del ayuntamiento, hoy la orilla de un lago.",
        ),
        ("Noticias relacionadas", "Por qué crece tan tarde el Ost", "El puente que nadie hizo"),
    ),
    "ru": Live(
        "Наводнение в Остове: онлайн. Вода пошла на убыль, школы закрыты",
        "Ост вышел из берегов впервые за тридцать лет. Следите за событиями вместе с нами.",
        ("14:15", "12:40", "11:05", "09:30"),
        ("Вода убывает", "Лодки для нижнего города", "Школы закрыты", "Доброе утро"),
        (
            "С полудня уровень воды в реке упал на ладонь, сообщил смотритель шлюза.",
            "Гребные клубы привезли на рыночную площадь девятнадцать лодок, там стоит очередь.",
            "До четверга ни одна школа не откроется. Учителей просят помочь в спортивных залах.",
            "Доброе утро со ступеней ратуши, которые сегодня стали берегом озера.",
        ),
        ("Читайте также", "Почему Ост разливается так поздно", "Мост, которого не построили"),
    ),
    "ar": Live(
        "فيضان أوستا مباشر: منسوب النهر ينخفض والمدارس تبقى مغلقة",
        "خرج نهر أوست عن مجراه لأول مرة منذ ثلاثين عاما. تابعوا التطورات هنا.",
        ("14:15", "12:40", "11:05", "09:30"),
        ("المنسوب ينخفض", "قوارب للبلدة السفلى", "المدارس مغلقة", "صباح الخير"),
        (
            "انخفض منسوب النهر بمقدار كف منذ الظهر، بحسب ما قاله حارس الهويس.",
            "أحضرت نوادي التجديف تسعة عشر قاربا إلى ساحة السوق حيث ينتظر الناس.",
            "لن تفتح أي مدرسة قبل يوم الخميس. وطلب من المعلمين المساعدة في القاعات.",
            "صباح الخير من درج البلدية الذي صار هذا الصباح ضفة بحيرة.",
        ),
        ("اقرأ أيضا", "لماذا يفيض أوست متأخرا هذا العام", "الجسر الذي لم يبن قط"),
    ),
    "zh": Live(
        "直播：奥斯特河水位回落，学校继续停课",
        "奥斯特河三十年来首次漫出河岸，最新情况请看这里。",
        ("14:15", "12:40", "11:05", "09:30"),
        ("水位开始回落", "小船驶进老城区", "学校继续停课", "早上好"),
        (
            "据船闸管理员说，从中午起河水已经下降了一个手掌的高度，下游的情况也在好转。",
            "赛艇俱乐部把十九条小船运到了集市广场，居民们正在那里排队等候。",
            "星期四以前所有学校都不会复课，老师们被请到体育馆里帮忙照顾老人。",
            "早上好，这里是市政厅的台阶，今天早上它成了湖岸，水一直没到第三级。",
        ),
        ("相关阅读", "奥斯特河为什么总在年底涨水", "那座从未建成的桥"),
    ),
}
AGES = {
    "en": ("10 mins ago", "45 mins ago", "2 hours ago", "3 hours ago"),
    "de": ("vor 10 Minuten", "vor 45 Minuten", "vor 2 Stunden", "vor 3 Stunden"),
    "fr": ("il y a 10 minutes", "il y a 45 minutes", "il y a 2 heures", "il y a 3 heures"),
    "ru": ("10 минут назад", "45 минут назад", "2 часа назад", "3 часа назад"),
    "zh": ("10分钟前", "45分钟前", "2小时前", "3小时前"),
}


def list_entries(live: Live, times: tuple[str, ...]) -> list[tuple[str, str, str]]:
    return list(zip(times, live.titles, live.texts, strict=True))


LAYOUTS = {
    "apart": lambda time, title, text: f"{time}\n\n{title}\n\n{text}",
    "close": lambda time, title, text: f"{time}\n{title}\n{text}",
    "title first": lambda time, title, text: f"{title}\n{time}\n{text}",
    "one line": lambda time, title, text: f"{time} - {title}\n{text}",
    "colon": lambda time, title, text: f"{time}: {title}\n{text}",
}


def write_live(live: Live, entries: list[str], end: bool = True) -> str:
    below = live.end if end else ()
    return "\n\n".join((live.headline, live.intro, *entries, *below))


def cut_lead(text: str) -> tuple[dict, pl.DataFrame, list[str]]:
    """The lead, the segments with their text, and the roles on the page."""
    pages = pl.DataFrame({"page_id": ["p"], "text_id": ["p"], "text": [text]})
    segments, placements = segment_pages(pages)
    placed = add_texts(placements, pages, segments)
    spans = segments.select("start_char", "end_char").iter_rows()
    told = pl.Series("said", [text[start:end].strip() for start, end in spans])
    (lead,) = placed.filter(role="lead").rows(named=True)
    return lead, segments.with_columns(told), placed["role"].to_list()


@pytest.mark.parametrize("language", LIVE)
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("newest", ["first", "last"])
@pytest.mark.parametrize("end", [True, False])
def test_all_entries_are_the_lead(language: str, layout: str, newest: str, end: bool):
    live = LIVE[language]
    entries = list_entries(live, live.times)
    entries = entries if newest == "first" else entries[::-1]
    lead, segments, _ = cut_lead(write_live(live, [LAYOUTS[layout](*one) for one in entries], end))
    assert lead["headline"] == live.headline
    said = [part for _, title, text in entries for part in (title, text)]
    assert lead["body"].split("\n")[-len(said) :] == said
    times = segments.filter(kind="entry_time")
    assert [text.rstrip(" -:") for text in times["said"]] == [time for time, *_ in entries]
    assert times["placement_no"].n_unique() == 1
    titles = segments.filter(pl.col("said").is_in(live.titles))
    assert titles["kind"].to_list() == ["subheading"] * len(entries)


@pytest.mark.parametrize("language", AGES)
@pytest.mark.parametrize("layout", ["apart", "close", "title first"])
def test_ages_are_times_of_entries(language: str, layout: str):
    live = LIVE[language]
    entries = list_entries(live, AGES[language])
    lead, segments, _ = cut_lead(write_live(live, [LAYOUTS[layout](*one) for one in entries]))
    assert all(text in lead["body"] for text in live.texts)
    assert segments.filter(kind="entry_time")["said"].to_list() == list(AGES[language])


@pytest.mark.parametrize("language", LIVE)
def test_a_list_of_what_happened_is_no_body(language: str):
    live = LIVE[language]
    listed = "\n".join(part for pair in zip(live.times, live.titles, strict=True) for part in pair)
    entries = [LAYOUTS["apart"](*one) for one in list_entries(live, live.times)]
    lead, segments, _ = cut_lead(write_live(live, [listed, *entries]))
    assert lead["body"].count(live.titles[1]) == 1
    assert segments.filter(kind="entry_time").height == len(live.times)


@pytest.mark.parametrize(
    ("language", "update"),
    [
        ("en", "Updated at 2.40pm"),
        ("de", "Aktualisiert um 14:40 Uhr"),
        ("fr", "Mis à jour à 14h40"),
    ],
)
def test_a_change_of_an_entry_begins_no_entry(language: str, update: str):
    live = LIVE[language]
    entries = [LAYOUTS["close"](*one) for one in list_entries(live, live.times)]
    lead, segments, _ = cut_lead(write_live(live, [f"{entries[0]}\n{update}", *entries[1:]]))
    assert update not in lead["body"]
    assert segments.filter(said=update)["kind"].to_list() == ["entry_time"]


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_times_in_a_list_of_other_stories_are_no_entries(language: str):
    stories = [STORIES[language], STORIES["en"], STORIES["de"]]
    cards = "\n\n".join(
        f"{time}\n{story.headline}\n{story.paragraphs[0]}"
        for time, story in zip(("14:15", "12:40", "11:05"), stories, strict=True)
    )
    lead = cut_page(write_page(language, end=("Live TV", "More news", cards)))
    assert "entry_time" not in lead.kinds.values()


@pytest.mark.parametrize("language", ["en", "de", "fr", "ru"])
def test_hours_in_an_article_that_is_not_live_are_its_own(language: str):
    cut = cut_page(write_page(language, amid=("14:15", "12:40")))
    assert "entry_time" not in cut.kinds.values()
    assert has_body(cut, language) or "14:15" in cut.body
