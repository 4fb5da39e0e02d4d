"""Appeals to subscribe or to donate at the end of a body."""

import pytest

from tests.segment.invented import cut_page, has_body, write_page

APPEALS = [
    (
        "en",
        "You have read this far because readers like you pay for it. Become a member for the "
        "price of a coffee a month and our reporters will go on asking. You can stop at any "
        "time.",
    ),
    (
        "en",
        "The Ostbury Echo is not owned by a bank. If you value our journalism, please "
        "consider supporting us with a small donation; every contribution helps us keep it "
        "free to read.",
    ),
    (
        "de",
        "Ohne Ihre Unterstützung gäbe es dieses Blatt nicht. Mit einem Abo ab acht Euro im "
        "Monat sichern Sie guten Lokaljournalismus. Sie können jederzeit kündigen.",
    ),
    (
        "fr",
        "Nos journalistes vivent ici, comme vous. Soutenez-nous pour six euros par mois, sans"
        " engagement, et recevez chaque matin notre lettre dans votre boîte.",
    ),
    (
        "tr",
        "Bu gazetenin sahibi okurlarımız. Ayda sadece on lira ile abone olun, reklamsız "
        "okuyun; muhabirlerimiz sormaya devam etsin. İstediğiniz zaman iptal edebilirsiniz.",
    ),
    (
        "ru",
        "Наши журналисты живут там же, где и вы. Поддержите независимую журналистику: "
        "оформите подписку за сто рублей в месяц, отменить её можно в любой момент.",
    ),
    (
        "ja",
        "この新聞は読者の支えで成り立っています。月額五百円で会員になると、広告なしですべ"
        "ての記事をお読みいただけます。いつでも解約できます。",
    ),
]
PROSE = [
    (
        "en",
        "The town's paper, which has four thousand readers, said on Tuesday that a "
        "subscription would cost nine pounds a month from May and that anyone could cancel at"
        " any time.",
    ),
    (
        "de",
        "Die Zeitung der Stadt hat viertausend Abonnenten, ein Abo kostet seit Januar neun "
        "Euro im Monat, und die Zahl der Kündigungen steigt, wie die Verlegerin am Montag "
        "mitteilte.",
    ),
    (
        "fr",
        "La gazette de la ville compte quatre mille abonnés, et un abonnement coûte neuf "
        "euros par mois depuis janvier, a indiqué lundi son éditrice devant le conseil.",
    ),
]


@pytest.mark.parametrize(("language", "appeal"), APPEALS)
def test_an_appeal_at_the_end_is_no_body(language: str, appeal: str):
    cut = cut_page(write_page(language, end=(appeal,)))
    assert has_body(cut, language)
    assert cut.kinds[appeal] == "promotion"


@pytest.mark.parametrize(("language", "paragraph"), PROSE)
def test_prose_about_subscriptions_is_body(language: str, paragraph: str):
    assert has_body(cut_page(write_page(language, end=(paragraph,))), language, paragraph)
