"""Newsletters that were saved as pages."""

import pytest

from tests.segment.invented import STORIES, cut_page, write_page

MAILS = [
    (
        "en",
        "View this email in your browser",
        "You're receiving this because you signed up at a stall.",
    ),
    ("en", "Having trouble viewing this? Read it online", "Unsubscribe | 4 Mill Lane, Ostbury"),
    (
        "en",
        "View in browser",
        "You receive this email because you signed up at saltby.example.",
    ),
    (
        "de",
        "Newsletter im Browser lesen",
        "Sie erhalten diesen Newsletter, weil Sie ihn bestellten.",
    ),
    ("en", "Having trouble reading this? View it online", "To unsubscribe, click here"),
    ("fr", "Voir cet e-mail dans votre navigateur", "Se désabonner | Gérer mes préférences"),
    ("tr", "Tarayıcıda görüntüle", "Abonelikten çık | Tercihlerinizi güncelle"),
    ("ru", "Открыть в браузере", "Вы получили это письмо, потому что подписались на рассылку."),
    ("ja", "ブラウザで表示", "配信停止 | 登録情報の変更"),
    ("ko", "브라우저에서 보기", "수신거부 | 설정 변경"),
]


@pytest.mark.parametrize(("language", "opening", "closing"), MAILS)
def test_what_a_mail_says_of_itself_is_no_headline_and_no_body(
    language: str, opening: str, closing: str
):
    cut = cut_page(write_page(language, above=(opening,), end=(closing,)))
    assert cut.headline == STORIES[language].headline
    assert opening not in cut.body and closing not in cut.body
    assert cut.kinds[opening] == cut.kinds[closing] == "newsletter"
