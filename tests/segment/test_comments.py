"""Threads of readers' comments, with and without a header."""

import polars as pl
import pytest

from flows.segment import segment_pages
from flows.segment.comments import find_threads
from flows.segment.label import score_pages
from tests.growth import assert_linear
from tests.segment.invented import STORIES, cut_page, has_body, write_page

THREADS = [
    (
        "en",
        "oldmiller\n3 hours ago\nAbout time.\nReply\n\nTess K.\n2 hours ago\nWho pays?\nLike (3)",
    ),
    ("en", "oldmiller • 3 hours ago\nAbout time.\nReply • Share\n\nTess • 1h\nWho pays?\nReply"),
    ("en", "oldmiller\nAbout time.\nLike · Reply · 3h\n\nTess K.\nWho pays?\nLike · Reply · 2h"),
    ("en", "Ann Marsh says:\nMarch 13, 2024 at 8:10 am\nAbout time somebody did this."),
    ("de", "Radler44\nvor 3 Stunden\nDas wurde auch Zeit.\nAntworten · Gefällt mir (3)"),
    (
        "de",
        "Erika Pohl sagt:\n13. März 2024 um 08:10 Uhr\nDas wurde Zeit.\n\n"
        "Radler sagt:\n13. März 2024 um 09:31 Uhr\nUnd wer zahlt?",
    ),
    (
        "fr",
        "meunier81\nil y a 3 heures\nIl était temps.\nRépondre\n\n"
        "Élise\nil y a 2 heures\nEt la boue, qui la paie ?\nJ'aime (3) Répondre Signaler",
    ),
    (
        "tr",
        "degirmenci\n3 saat önce\nNihayet biri bunu yaptı.\nYanıtla\n\n"
        "Elif\n2 saat önce\nPeki çamuru kim ödeyecek?\nBeğen 3 Yanıtla",
    ),
    (
        "ru",
        "мельник81\n3 часа назад\nДавно пора.\nОтветить\n\n"
        "Елена\n2 часа назад\nА кто заплатит?\nНравится 3 Ответить",
    ),
    (
        "ar",
        "طحان\nقبل 3 ساعات\nكان يجب أن يحدث هذا.\nرد\n\nليلى\nقبل ساعتين\nومن سيدفع؟\nأعجبني 3 رد",
    ),
    (
        "ja",
        "粉ひき\n3時間前\nやっとですね。待っていました。\n返信\n\n"
        "えりか\n2時間前\n誰が払うの。\nいいね 3 返信",
    ),
    (
        "ko",
        "방앗간\n3시간 전\n진작 했어야 할 일이다.\n답글\n\n"
        "은지\n2시간 전\n누가 치우나요?\n좋아요 3 답글",
    ),
]


@pytest.mark.parametrize(("language", "thread"), THREADS)
@pytest.mark.parametrize("header", [(), ("2 readers on “Mill race”",)])
def test_a_thread_is_comments(language: str, thread: str, header: tuple[str, ...]):
    cut = cut_page(write_page(language, end=(*header, thread)))
    assert cut.headline == STORIES[language].headline
    assert has_body(cut, language)
    assert not cut.teasers
    assert {cut.kinds[line] for line in thread.split("\n") if line} == {"comments"}


@pytest.mark.parametrize(("language", "thread"), THREADS)
def test_a_thread_above_the_article_is_comments(language: str, thread: str):
    cut = cut_page(write_page(language, above=(thread,)))
    assert cut.headline == STORIES[language].headline
    assert has_body(cut, language)
    assert not cut.teasers


HEADERS = {
    "en": ("Highest rated comments today", "Readers' comments, best first"),
    "de": ("Die hilfreichsten Kommentare", "Kommentare der Redaktion empfohlen"),
    "fr": ("Commentaires choisis par la rédaction",),
    "tr": ("Öne çıkan yorumlar",),
    "ru": ("Самые обсуждаемые комментарии",),
    "ar": ("أفضل التعليقات",),
    "ja": ("人気のコメント",),
    "ko": ("베스트 댓글",),
}


@pytest.mark.parametrize(("language", "thread"), THREADS)
@pytest.mark.parametrize("place", ["end", "above"])
def test_a_header_of_a_thread_may_say_which_comments_they_are(language, thread, place):
    for header in HEADERS[language]:
        cut = cut_page(write_page(language, **{place: (header, thread)}))
        assert cut.kinds[header] == "comments"
        assert has_body(cut, language)
        assert cut.headline == STORIES[language].headline


def test_a_vote_below_a_comment_is_no_reply_but_a_header_tells():
    thread = "oldmiller\n3 hours ago\nAbout time.\nRating: 12 votes"
    cut = cut_page(write_page("en", end=("Top rated comments", thread)))
    assert {cut.kinds[line] for line in thread.split("\n")} == {"comments"}


def test_cards_with_ages_are_no_comments():
    cards = (
        "Ostbury Echo\n3 hours ago\nTram depot to become a swimming bath\n\nFell Times\n2 hours ago"
    )
    cut = cut_page(write_page("en", end=("More stories", cards, "The last sheep leaves Low Fell")))
    assert "comments" not in cut.kinds.values()


@pytest.mark.parametrize(
    "thread",
    [
        "1 Comment\n\nKeel77 | 2 hours ago\n\nWe rowed across, and nobody gave us a map.",
        "Kommentare (2)\n\nKiel77 vor 3 Stunden\n\nDas war früher auch nicht besser.\n\n"
        "Antje vor 2 Stunden\n\nDoch, war es.",
        "コメント（1件）\n\nかもめ77 3時間前\n\nうちの港ではとっくに禁止だ。",
        "Комментарии (1)\n\nЧайка77 3 часа назад\n\nУ нас это давно запретили.",
    ],
)
def test_below_a_header_a_name_and_an_age_are_a_comment(thread):
    text = (
        "Harbour trust votes for a deeper channel\n\n3 May 2024\n\nThe trust voted on Tuesday for "
        "a deeper channel, officials said after a debate of two days.\n\nThe first ship is to pass "
        "it in May, a harbour master told the town, and the last in June.\n\n"
    )
    segments, _ = segment_pages(
        pl.DataFrame({"page_id": ["p"], "text_id": ["p"], "text": [text + thread]})
    )
    kinds = segments.filter(pl.col("start_char") >= len(text))["kind"]
    assert set(kinds) == {"comments"}


def test_many_threads_take_linear_time():
    thread = "oldmiller\n3 hours ago\nAbout time that somebody did.\nReply\n\n\n"
    apart = "Menu\nHome\nMore\nCrafts\n"

    def read(size: int) -> None:
        pages = pl.DataFrame({"page_id": ["a"], "text": [write_page("en", end=(thread + apart,))]})
        ((_, lines),) = score_pages(pages)
        own, rest = lines[:5], lines[5:]
        threads = list(find_threads(own + rest * size))
        assert len(threads) >= size

    assert_linear(read, 6_000)  # it took 3 s where each thread walked over the whole page
