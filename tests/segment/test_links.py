"""Links to other stories amid a body."""

import pytest

from tests.segment.invented import STORIES, cut_page, has_body, write_page

LINKS = [
    ("en", "READ MORE | How the town lost its tram"),
    ("en", "[Related: How the town lost its tram]"),
    ("en", "→ Recommended reading: Who paid for the tram?"),
    ("de", "Siehe auch » Warum die Straßenbahn verschwand"),
    ("de", "Lesetipp | Fünf Mühlen, die noch laufen"),
    ("fr", "→ À lire aussi Comment la ville a perdu son tramway"),
    ("fr", "Sur le même sujet : Cinq moulins qui tournent encore"),
    ("tr", "AYRICA OKUYUN: Hâlâ dönen beş değirmen"),
    ("tr", "İlgili haber: Hâlâ dönen beş değirmen"),
    ("ru", "Смотрите также — Пять мельниц, которые ещё работают"),
    ("ar", "اقرأ أيضا: خمس طواحين لا تزال تعمل"),
    ("ja", "【こちらも】今も回る五つの水車"),
    ("ja", "関連記事 今も回る五つの水車"),
    ("ko", "▶ 관련 기사: 아직도 도는 다섯 방앗간"),
]
LISTS = [
    ("en", "Related stories:\n- How the town lost its tram\n- Five mills that still turn"),
    ("de", "Mehr zum Thema\nWarum die Straßenbahn verschwand\nFünf Mühlen, die noch laufen"),
    ("fr", "À lire aussi\nComment la ville a perdu son tramway"),
    ("ja", "関連記事\n今も回る五つの水車"),
]
PROSE = [
    ("en", "Read more closely, the minutes show that two members had left before the vote."),
    ("en", "Related to the miller by marriage, the mayor did not take part in the vote."),
    ("de", "Lesen Sie auch die kleinen Zeilen, riet der Planer, dort steht, wer bezahlt."),
    ("fr", "Lire aussi vite que le maire, personne ne le peut, a plaisanté un conseiller."),
    ("ru", "Читайте внимательно, посоветовал инженер, там сказано, кто заплатит за грязь."),
]


@pytest.mark.parametrize(("language", "link"), LINKS)
def test_a_link_amid_a_body_is_a_teaser(language: str, link: str):
    cut = cut_page(write_page(language, amid=(link,)))
    assert has_body(cut, language)
    assert cut.teasers and all(teaser in link for teaser in cut.teasers)


@pytest.mark.parametrize(("language", "links"), LISTS)
def test_titles_below_a_marker_are_no_body_and_the_body_goes_on(language: str, links: str):
    cut = cut_page(write_page(language, amid=(links,)))
    assert has_body(cut, language)
    cut = cut_page(write_page(language, end=(links,)))
    assert has_body(cut, language)


@pytest.mark.parametrize(("language", "sentence"), PROSE)
def test_a_sentence_that_begins_like_a_marker_is_body(language: str, sentence: str):
    cut = cut_page(write_page(language, amid=(sentence,)))
    assert has_body(cut, language, sentence)


@pytest.mark.parametrize("language", ["en", "de", "ru"])
@pytest.mark.parametrize(
    "picture",
    [
        "![The tram](https://gazette.example/tram.jpg)",
        "[![A mill](https://gazette.example/mill.jpg)](https://gazette.example/mill)",
        '![](/one.png "One") ![Two mills](/two.png)',
    ],
)
def test_a_picture_in_markdown_is_no_body(language: str, picture: str):
    cut = cut_page(write_page(language, amid=(picture,)))
    assert has_body(cut, language)


@pytest.mark.parametrize(
    ("language", "marker"), [("en", "Most read"), ("de", "Meistgelesen"), ("ko", "많이 본 뉴스")]
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_numbered_list_amid_the_text_is_none_of_it(language: str, marker: str, gap: str):
    others = [story.headline for other, story in STORIES.items() if other != language][:3]
    titles = gap.join(f"{number}. {title}" for number, title in enumerate(others, 1))
    page = write_page(language, amid=(f"{marker}{gap}{titles}",))
    assert has_body(cut_page(page), language)


CAPITALS = [
    ("tr", "İLGİLİ HABERLER"),
    ("tr", "EN ÇOK OKUNANLAR"),
    ("az", "OXŞAR XƏBƏRLƏR"),
    ("el", "ΔΙΑΒΑΣΤΕ ΕΠΙΣΗΣ"),
    ("el", "ΣΧΕΤΙΚΑ ΑΡΘΡΑ"),
    ("de", "AUẞERDEM INTERESSANT"),
    ("de", "AUSSERDEM INTERESSANT"),
    ("fr", "A LIRE EGALEMENT"),
    ("es", "LEE TAMBIEN"),
]


@pytest.mark.parametrize(("language", "marker"), CAPITALS)
def test_a_marker_in_capitals_begins_a_list_of_other_stories(language: str, marker: str):
    language = language if language in STORIES else "tr"
    cut = cut_page(write_page(language, end=(marker, "Two bridges shut\nBakers wake early")))
    assert has_body(cut, language)
    assert cut.kinds[marker] == "related_marker"
    assert cut.teasers == ["Two bridges shut", "Bakers wake early"]
