"""Readers' remarks with nothing but a name above each, below their header."""

import pytest

from tests.segment.invented import STORIES, cut_page, has_body, write_page

REMARKS = {
    "en": ("Comments", "oldmiller\nAbout time, I say!!", "Tess K.\nAnd who pays for the mud?"),
    "de": ("Kommentare", "Radler44\nDas wurde auch Zeit!", "Elfi\nUnd wer zahlt den Schlamm?"),
    "fr": ("Commentaires", "meunier81\nIl était temps !", "Élise\nEt la boue, qui la paie ?"),
    "tr": ("Yorumlar", "degirmenci\nNihayet biri yaptı bunu!", "Elif\nPeki kim ödeyecek?"),
    "ru": ("Комментарии", "мельник81\nДавно пора было!", "Елена\nА кто за всё это заплатит?"),
    "ko": ("댓글", "방앗간\n진작 했어야 할 일이다!", "은지\n누가 진흙을 치우나요?"),
}


@pytest.mark.parametrize("language", REMARKS)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_remarks_are_comments(language: str, gap: str):
    remarks = [remark.replace("\n", gap) for remark in REMARKS[language]]
    cut = cut_page(write_page(language, end=tuple(remarks)))
    assert has_body(cut, language)
    lines = "\n".join(REMARKS[language]).split("\n")
    assert {cut.kinds[line] for line in lines} == {"comments"}


def test_a_button_amid_the_text_begins_no_remarks():
    heading, text = "The verdict", "It will be dug, and the fish that live there will be moved."
    page = write_page("en", amid=("Comments", heading, text))
    assert {text, *STORIES["en"].paragraphs} <= {*cut_page(page).body.split("\n")}
