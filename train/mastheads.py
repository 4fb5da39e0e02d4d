"""Articles below the head of a site: its name, its menu, the day of the visit, what it sells.

The name of a site stands where a bare article has its headline. What tells them apart is below: a
menu or a date follows a name, a byline or the text follows a headline.
"""

import random

import polars as pl

from train.composites import AUTHORS, read_names, write_time
from train.corpus import PAGES, WEIGHTS

SHARE = 0.45  # of the pages with a headline that also train below a masthead
SECTIONS = {
    "en": "Home News Sport Opinion Business Culture World Politics Weather Obituaries Classifieds",
    "de": "Start Politik Wirtschaft Sport Kultur Lokales Meinung Wetter Anzeigen Panorama",
    "fr": "Accueil Politique Économie Sport Culture Monde Opinions Météo Annonces Régions",
    "es": "Inicio Política Economía Deportes Cultura Mundo Opinión Sucesos Tiempo Sociedad",
    "it": "Home Cronaca Politica Economia Sport Cultura Esteri Meteo Opinioni Spettacoli",
    "pt": "Início Política Economia Esportes Cultura Mundo Opinião Cidades Tempo Saúde",
    "nl": "Home Nieuws Sport Economie Cultuur Opinie Buitenland Regio Weer Wetenschap",
    "pl": "Start Wiadomości Sport Biznes Kultura Świat Opinie Pogoda Regiony Ogłoszenia",
    "sv": "Hem Nyheter Sport Ekonomi Kultur Världen Ledare Väder Lokalt Debatt",
    "tr": "Anasayfa Gündem Spor Ekonomi Kültür Dünya Yazarlar Hava Yaşam Teknoloji",
    "ru": "Главная Новости Политика Экономика Спорт Культура Мир Мнения Погода Общество",
    "uk": "Головна Новини Політика Економіка Спорт Культура Світ Думки Погода Суспільство",
    "el": "Αρχική Πολιτική Οικονομία Αθλητικά Πολιτισμός Κόσμος Απόψεις Καιρός Κοινωνία Υγεία",
    "zh": "首页 新闻 国际 财经 体育 文化 评论 天气 社会 科技",
    "ja": "トップ 速報 社会 政治 経済 スポーツ 国際 文化 天気 社説",
    "ar": "الرئيسية الأخبار السياسة الاقتصاد الرياضة الثقافة العالم الرأي الطقس المجتمع",
}
DAYS = {
    "en": ["Monday, June {d}, 202{y}", "{d} June 202{y}", "Saturday {d} March 202{y}"],
    "de": ["Montag, {d}. Juni 202{y}", "Samstag, {d:02}.{m:02}.202{y}"],
    "fr": ["lundi {d} juin 202{y}", "Samedi {d} mars 202{y}"],
    "es": ["lunes, {d} de junio de 202{y}", "Sábado {d} de marzo de 202{y}"],
    "it": ["lunedì {d} giugno 202{y}", "Sabato, {d} Marzo 202{y}"],
    "pt": ["segunda-feira, {d} de junho de 202{y}", "Sábado, {d} de março de 202{y}"],
    "nl": ["maandag {d} juni 202{y}", "Zaterdag {d} maart 202{y}"],
    "pl": ["poniedziałek, {d} czerwca 202{y}", "Sobota, {d} marca 202{y}"],
    "sv": ["Måndag {d} juni 202{y}", "lördag {d} mars 202{y}"],
    "tr": ["{d} Haziran 202{y} Pazartesi", "{d} Mart 202{y}, Cumartesi"],
    "ru": ["Понедельник, {d} июня 202{y}", "{d} марта 202{y}, суббота"],
    "uk": ["Понеділок, {d} червня 202{y}", "{d} березня 202{y}, субота"],
    "el": ["Δευτέρα {d} Ιουνίου 202{y}", "Σάββατο, {d} Μαρτίου 202{y}"],
    "zh": ["202{y}年{m}月{d}日 星期一", "202{y}年{m}月{d}日"],
    "ja": ["202{y}年{m}月{d}日（月）", "202{y}年{m}月{d}日"],
    "ar": ["الاثنين {d} يونيو 202{y}", "السبت، {d} مارس 202{y}"],
}
WEATHER = ["{h}°C", "Carlow {h}°", "☀ {h} °C", "{h}°F", "{h}:{d:02}", "{h}° / {d}°"]
UTILITIES = [
    *("Subscribe | Log in", "Today's Paper | Subscribe", "E-paper | Newsletters", "Sign In"),
    *("Abo | Anmelden", "E-Paper", "S'abonner | Se connecter", "Suscríbete | Iniciar sesión"),
    *("Abbonati | Accedi", "Assine | Entrar", "Prenumerera", "Подписаться | Войти", "登录 | 注册"),
    *("View this email in your browser", "Skip to content", "Menu", "Search", "ePaper | Archive"),
    *("Advertisement", "Anzeige", "CLICK FOR MORE NEWS", "Breaking News", "Since 1871"),
]
OWNERS = ["© 202{y} {name}", "© {name}. All rights reserved.", "Copyright 202{y} {name}", "{name}"]
JOINTS = ["  ", " | ", " · ", " / ", " • ", " > ", "   "]


def make_mastheads(pages: pl.DataFrame, seed: int = 23) -> pl.DataFrame:
    """Articles below a masthead of an outlet in seeds/ or of none (PAGES, set `masthead`)."""
    chance = random.Random(seed)
    known = pages.filter(pl.col("set") != "dev_composite", pl.col("headline").is_not_null())
    made = []
    for page in known.iter_rows(named=True):
        if chance.random() > SHARE:
            continue
        head, name = write_masthead(chance, page["language"])
        gap = chance.choice(["\n", "\n\n"])
        meta = write_meta(chance, page["language"])
        paragraphs = [line for line in page["body"].split("\n") if line.strip()]
        foot = write_foot(chance, name)
        article = gap.join([page["headline"].strip(), *meta, *paragraphs])
        made.append(
            page
            | {"page_id": f"{page['page_id']}#masthead", "set": "masthead", "is_gold": True}
            | {"weight": WEIGHTS["masthead"] * page["weight"]}
            | {"text": gap.join(["\n".join(head), article, *foot])}
        )
    return pl.DataFrame(made, schema=PAGES)


def write_masthead(chance: random.Random, language: str) -> tuple[list[str], str]:
    """The lines above an article, with blank ones among them; and the name of the site."""
    name = chance.choice(read_names())
    name = chance.choice([name, name, name.upper(), f"The {name}", name.lower()])
    parts = [
        [name],
        *([write_menu(chance, language)] if chance.random() < 0.7 else []),
        *([[write_visit(chance, language)]] if chance.random() < 0.6 else []),
        *([[chance.choice(UTILITIES)]] if chance.random() < 0.5 else []),
    ]
    if chance.random() < 0.4:
        chance.shuffle(parts)
    if chance.random() < 0.15:
        parts = parts[1:] or parts
    gap = chance.choice([[], [""]])
    lines = [line for part in parts for line in [*part, *gap]]
    return lines if gap else [*lines, *chance.choice([[], [""]])], name


def write_menu(chance: random.Random, language: str) -> list[str]:
    sections = SECTIONS.get(language, SECTIONS["en"]).split()
    chosen = sections[: chance.randint(3, len(sections))]
    chosen = chance.choice([chosen, [section.upper() for section in chosen]])
    return chosen if chance.random() < 0.3 else [chance.choice(JOINTS).join(chosen)]


def write_visit(chance: random.Random, language: str) -> str:
    """The day of the visit, which is not the article's, with the weather."""
    numbers = {"d": chance.randint(10, 28), "m": chance.randint(1, 12), "y": chance.randint(2, 6)}
    numbers["h"] = chance.randint(10, 23)
    day = chance.choice(DAYS.get(language, DAYS["en"])).format(**numbers)
    weather = chance.choice(WEATHER).format(**numbers)
    return chance.choice([day, day, day + chance.choice(JOINTS) + weather])


def write_meta(chance: random.Random, language: str) -> list[str]:
    """A byline and a date, either or none, in either order, on one line or on two."""
    byline = chance.choice(["By {}", "{}", "by {}"]).format(chance.choice(AUTHORS))
    meta = [byline] if chance.random() < 0.5 else []
    meta += [write_time(chance, language, False)] if chance.random() < 0.5 else []
    if len(meta) == 2 and chance.random() < 0.3:
        return [chance.choice([" | ", " - ", ", "]).join(meta)]
    chance.shuffle(meta)
    return meta


def write_foot(chance: random.Random, name: str) -> list[str]:
    if chance.random() < 0.5:
        return []
    return [chance.choice(OWNERS).format(name=name, y=chance.randint(2, 6))]
