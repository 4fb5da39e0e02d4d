"""Notices of copyright are no body; a sign of copyright in prose stays."""

import pytest

from tests.segment.invented import STORIES, cut_page, has_body, write_page

NOTICES = [
    ("en", "© 2024 Ostbury Ledger. All rights reserved."),
    ("en", "© 2024 The Ostbury Ledger Ltd"),
    ("en", "Copyright 2024 Ostbury Ledger"),
    ("en", "Copyright © 2019–2024 Ostbury Ledger. This story may not be printed elsewhere."),
    ("de", "© 2024 Ostbacher Bote. Alle Rechte vorbehalten."),
    ("de", "Alle Rechte vorbehalten. © Ostbacher Bote 2024"),
    ("fr", "© 2024 Le Courrier du Moulin. Tous droits réservés."),
    ("ru", "© 2024 «Мельничный вестник». Все права защищены."),
    ("ja", "© 2024 水車新聞社 無断転載を禁じます。"),
    ("ko", "© 2024 방앗간신문. 무단 전재 및 재배포 금지."),
]
PROSE = [
    "© 2024 is what the sticker on the old mill says, and nobody knows who put it there or why.",
    "The miller found a sheet that says © 1924 Ostbury Ledger, and he hung it up in his kitchen.",
    "Copyright is no matter of the council, the surveyor said, and it has not been since 1924.",
]


@pytest.mark.parametrize("language, notice", NOTICES)
def test_a_notice_of_copyright_is_no_body(language: str, notice: str):
    cut = cut_page(write_page(language, end=(notice,)))
    assert cut.headline == STORIES[language].headline
    assert has_body(cut, language)
    assert cut.kinds[notice] in ("credit", "notice")


@pytest.mark.parametrize("line", PROSE)
def test_a_sign_of_copyright_in_prose_stays(line: str):
    assert has_body(cut_page(write_page("en", amid=(line,))), "en", line)
