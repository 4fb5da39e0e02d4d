"""Pages saved as text, with the addresses of links in them: no text of an article holds one."""

import re
import textwrap
from typing import NamedTuple

import polars as pl
import pytest

from flows.segment import add_texts, segment_pages
from flows.segment.lines import split_lines
from tests.growth import assert_linear


class Story(NamedTuple):
    menu: list[str]
    headline: str
    byline: str
    date: str
    paragraphs: list[str]  # "{}" behind words that are links


STORIES = {
    "en": Story(
        ["Skip to content", "Home", "News", "Sport"],
        "Miller finds a bell in the bed of the river",
        "By Agnes Rowntree",
        "14 May 2024, 09:15",
        [
            "A miller who was clearing weed from her own sluice on Monday pulled a bronze bell out "
            "of the mud, and it was still in tune with the one that hangs in the chapel{}.",
            'The bell is older than the chapel. "It went in during the flood{}, and nobody looked '
            'for it," said Agnes Calder, who keeps the accounts of the parish{}.',
            "It will be hung again in the autumn, once the beam{} that rotted away without it has "
            "been replaced by one of oak.",
        ],
    ),
    "fr": Story(
        ["Aller au contenu", "Accueil", "Politique", "Sports"],
        "Une meunière retrouve une cloche dans le lit de la rivière",
        "Par Hélène Vasseur",
        "14 mai 2024 à 09h15",
        [
            "Une meunière qui nettoyait lundi la vanne de son moulin{} a tiré de la vase une "
            "cloche de bronze, encore accordée avec celle qui sonne dans la chapelle.",
            "La cloche est plus vieille que la chapelle{}, et personne ne l'avait cherchée depuis "
            "la crue qui avait emporté le pont de pierre et la moitié du cimetière.",
            "Elle sera de nouveau suspendue à l'automne, quand la poutre{}, pourrie depuis "
            "longtemps, aura été remplacée par une poutre de chêne.",
        ],
    ),
    "ru": Story(
        ["Перейти к содержанию", "Главная", "Новости", "Спорт"],
        "Мельничиха нашла колокол на дне реки",
        "Автор: Ольга Мещерякова",
        "14 мая 2024, 09:15",
        [
            "Мельничиха, чистившая в понедельник собственный шлюз{}, вытащила из ила бронзовый "
            "колокол, который звучит в лад с тем, что висит в часовне.",
            "Колокол старше часовни, и со времён наводнения{}, которое унесло каменный мост и "
            "половину кладбища, его никто не искал.",
            "Осенью его повесят снова, когда сгнившую балку{} заменят на дубовую, а до тех пор он "
            "будет стоять в лавке мельничихи между мешками с мукой, где его может потрогать "
            "всякий, кто придёт за хлебом или посмотреть на реку.",
        ],
    ),
    "el": Story(
        ["Μετάβαση στο περιεχόμενο", "Αρχική", "Ειδήσεις", "Αθλητικά"],
        "Μια μυλωνού βρήκε καμπάνα στον βυθό του ποταμού",
        "Της Ελένης Παπαδάκη",
        "14 Μαΐου 2024, 09:15",
        [
            "Μια μυλωνού που καθάριζε τη Δευτέρα τον υδατοφράκτη{} του μύλου της έβγαλε από τη "
            "λάσπη μια χάλκινη καμπάνα, που ηχεί ακόμη όπως εκείνη του παρεκκλησίου.",
            "Η καμπάνα είναι παλαιότερη από το παρεκκλήσι, και κανείς δεν την είχε αναζητήσει από "
            "την πλημμύρα{} που παρέσυρε το πέτρινο γεφύρι.",
            "Θα κρεμαστεί ξανά το φθινόπωρο, όταν το σάπιο δοκάρι{} αντικατασταθεί από δρύινο.",
        ],
    ),
}
ADDRESS = "https://{}.example/harbour/{}"


def spell(text: str, link: str, number: int) -> str:
    """A text with what stands for its links, however many."""
    for _ in range(text.count("{}")):
        text = text.replace("{}", f" <{ADDRESS.format(link, number)}>", 1)
        number += 1
    return text


def save_in_browser(story: Story, width: int) -> str:
    """As Firefox does: wrapped, with every address behind its words."""
    name = "quaygazette"
    menu = [f"  * {item} <{ADDRESS.format(name, item[0])}>" for item in story.menu]
    paragraphs = [spell(text, name, number * 7) for number, text in enumerate(story.paragraphs)]
    wrapped = [
        textwrap.fill(text, width, break_long_words=False, break_on_hyphens=False)
        for text in paragraphs
    ]
    return "\n".join(
        [
            *("Menu <#>", "", *menu, "", "-" * 72, "", f"  {story.headline}", ""),
            f"{story.byline} <{ADDRESS.format(name, 'author')}>",
            *("", story.date, "", "\n\n".join(wrapped), "", "-" * 72, ""),
            *("  * Facebook <https://www.facebook.example/sharer?u=a>", "  * Print <#>", ""),
        ]
    )


def save_with_lynx(story: Story, width: int) -> str:
    """As lynx -dump does: numbers before the words, addresses in a list at the end."""
    addresses: list[str] = []

    def number(text: str) -> str:
        while "{}" in text:
            addresses.append(ADDRESS.format("quaygazette", len(addresses)))
            text = re.sub(r"(\w+)\{\}", rf"[{len(addresses)}]\1", text, count=1)
        return text

    menu = " ".join(number(f"{item.split()[0]}{{}}") for item in story.menu)
    wrapped = (textwrap.fill(number(text), width) for text in story.paragraphs)
    body = textwrap.indent("\n\n".join(wrapped), "   ")
    listed = [f"{number:>4}. {address}" for number, address in enumerate(addresses, 1)]
    heading = ["", f"   {story.headline}", "", f"   {story.byline}", f"   {story.date}", ""]
    end = ["", "References", "", "   Visible links", *listed]
    return "\n".join([f"   {menu}", *heading, body, *end])


def save_as_mail(story: Story, width: int) -> str:
    """As mail programs do: not wrapped, with numbers behind the words."""
    numbers = iter(range(1, 99))

    def number(text: str) -> str:
        return re.sub(r"\{\}", lambda _: f" [{next(numbers)}]", text)

    body = [line for text in story.paragraphs for line in (number(text), "")]
    heading = [story.headline, "", story.byline, story.date, ""]
    listed = [f"[{at}] {ADDRESS.format('quaygazette', at)}" for at in range(1, next(numbers))]
    return "\n".join([*heading, *body, "Links:", "------", *listed])


def cut(text: str) -> tuple[pl.DataFrame, dict]:
    pages = pl.DataFrame({"page_id": ["p"], "text_id": ["p"], "text": [text]})
    segments, placements = segment_pages(pages)
    (lead,) = add_texts(placements, pages, segments).filter(role="lead").rows(named=True)
    return segments, lead


@pytest.mark.parametrize("language", STORIES)
@pytest.mark.parametrize(
    ("save", "width"),
    [(save_in_browser, 72), (save_in_browser, 66), (save_with_lynx, 72), (save_as_mail, 0)],
)
def test_an_article_comes_out_without_its_addresses(language: str, save, width: int):
    story = STORIES[language]
    text = save(story, width)
    segments, lead = cut(text)
    assert lead["headline"] == story.headline
    assert lead["body"] == "\n".join(text.replace("{}", "") for text in story.paragraphs)
    (byline,) = spans(segments, "byline")
    assert text[slice(*byline)].strip() == story.byline


def spans(segments: pl.DataFrame, kind: str) -> list[tuple[int, int]]:
    return segments.filter(kind=kind).select("start_char", "end_char").rows()


@pytest.mark.parametrize("language", STORIES)
def test_each_address_is_navigation_of_its_own(language: str):
    text = save_in_browser(STORIES[language], 72)
    segments, _ = cut(text)
    shown = [text[start:end].strip() for start, end in spans(segments, "navigation")]
    addresses = re.findall(r"<[h#]\S*>", text)
    assert len(addresses) > 8
    assert [one for one in shown if one.startswith("<")] == addresses
    assert segments["start_char"].to_list() == [0, *segments["end_char"].to_list()[:-1]]
    assert segments["end_char"][-1] == len(text)


@pytest.mark.parametrize(
    "line",
    [
        "The eel weighed <5 kilos, but >4, and was let go.",
        "Its weight [5] was never printed anywhere else, and its length [6] was.",
        "Le tableau [1] est accroché dans l'entrée [2] de la mairie.",
    ],
)
def test_brackets_without_addresses_are_text(line: str):
    assert split_lines(pl.DataFrame({"text": [line]}))["text"].to_list() == [line]


@pytest.mark.parametrize(
    "piece", ["<https:", "<https://a.example/b> ", "[1]", "[1] ", "<#", "1. <"]
)
def test_hostile_lines_take_linear_time(piece: str):
    def read(size: int) -> None:
        text = piece * size + "\n1. https://a.example\n2. https://b.example"
        assert split_lines(pl.DataFrame({"text": [text]})).height <= 3

    assert_linear(read, 40_000)
