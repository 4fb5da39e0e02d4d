"""Exports of press databases in the forms that these print, with texts of our own: three documents
a file, in several interface languages.
"""

from datetime import date
from typing import NamedTuple

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre"
    " dicembre",
}


class Article(NamedTuple):
    """What a document says."""

    title: str
    author: str
    outlet: str
    day: date
    text: str  # paragraphs parted by a blank line


class Variant(NamedTuple):
    """A form of export: what stands above all documents, each document, and below."""

    language: str
    document: str
    head: str = ""
    foot: str = ""
    suffix: str = ".txt"
    has_author: bool = True
    has_outlet: bool = True  # printed apart, or as databases print it


ARTICLES = {
    "en": [
        Article(
            "Ferry crews go back to work after nine days on the quay",
            "Helen Marsh",
            "Orvelle Post",
            date(2023, 6, 1),
            "The ferry crews of Orvelle went back to work on Monday after nine days on the quay, and"
            " the first boat left at six with four cars and a hearse.\n\nThe crews had asked for two"
            " days of rest in a row. The harbour board met twice in the night, and agreed to look at"
            ' the hours again before the autumn.\n\n"We will see in the autumn," said Peter Lowe,'
            " who has steered the night boat for thirty years. Nobody paid on the first day.",
        ),
        Article(
            "Old mill sold to a school of clockmakers",
            "Martin Shaw",
            "Ilm Courier",
            date(2023, 5, 12),
            "The old mill below the weir has been sold to a school of clockmakers, which wants to"
            " move in next spring with forty pupils and a lathe from 1911.\n\nThe town had looked"
            " for a buyer since the roof fell in. Three had come, among them a maker of jam, who"
            " left again when he saw the cellar.\n\nThe price was not told. The wheel is to turn"
            " again, the school said, though it will drive nothing.",
        ),
        Article(
            "Town counts its swans and finds one too many",
            "Laura Bennett",
            "Fellmoor Herald",
            date(2023, 4, 3),
            "Fellmoor has counted its swans, as it does each spring, and found forty-one of them"
            " where there should be forty by an agreement of 1783 with the bishop.\n\nThe mayor"
            " has written to the bishop, who has not answered yet. A swan more or less had never"
            " been a matter before, an archivist said.\n\nThe bird in question is thought to have"
            " come over from the reservoir, and has shown no wish to go back.",
        ),
    ],
    "de": [
        Article(
            "Brücke über die Ilm bleibt bis zum Herbst gesperrt",
            "Karla Moos",
            "Ilm-Bote",
            date(2023, 6, 1),
            "Die Brücke über die Ilm bleibt bis zum Herbst gesperrt, weil ein Pfeiler sich um zwei"
            " Finger breit gesenkt hat, wie der Landkreis am Montag mitteilte.\n\nWer hinüber will,"
            " fährt eine Stunde länger. Der Bäcker am linken Ufer hat seine Brötchen seit einer"
            " Woche mit dem Kahn übersetzen lassen.\n\nEin Gutachter soll im Juli sagen, ob der"
            " Pfeiler noch zu retten ist. Bis dahin bleibt auch der Fußweg zu.",
        ),
        Article(
            "Uhrmacherschule kauft die alte Mühle am Wehr",
            "Martin Vogel",
            "Orveller Tagblatt",
            date(2023, 5, 12),
            "Die alte Mühle unterhalb des Wehrs ist an eine Schule für Uhrmacher verkauft worden,"
            " die im nächsten Frühjahr mit vierzig Schülern einziehen will.\n\nDie Stadt hatte"
            " einen Käufer gesucht, seit das Dach eingestürzt war. Drei waren gekommen, darunter ein"
            " Marmeladenkoch, der nach dem Keller wieder ging.\n\nDer Preis wurde nicht genannt. Das"
            " Rad soll sich wieder drehen, auch wenn es nichts mehr antreibt.",
        ),
        Article(
            "Stadt zählt ihre Schwäne und findet einen zu viel",
            "Laura Brandt",
            "Moorkirchener Zeitung",
            date(2023, 4, 3),
            "Moorkirchen hat wie jedes Frühjahr seine Schwäne gezählt und einundvierzig gefunden, wo"
            " es nach einem Vertrag von 1783 vierzig sein dürften.\n\nDie Bürgermeisterin hat dem"
            " Bischof geschrieben, der noch nicht geantwortet hat. Ein Schwan mehr oder weniger sei"
            " nie ein Thema gewesen, sagte ein Archivar.\n\nDer Vogel soll vom Stausee herübergekommen"
            " sein und zeigt keine Neigung, dorthin zurückzukehren.",
        ),
    ],
    "fr": [
        Article(
            "Le pont sur l'Orne restera fermé jusqu'à l'automne",
            "Claire Martin",
            "Le Courrier de l'Orne",
            date(2023, 6, 1),
            "Le pont sur l'Orne restera fermé jusqu'à l'automne, car une pile s'est enfoncée de deux"
            " doigts, a annoncé lundi le canton.\n\nQui veut passer roule une heure de plus. Le"
            " boulanger de la rive gauche fait traverser ses pains en barque depuis une semaine, et"
            " s'en plaint peu.\n\nUn expert doit dire en juillet si la pile peut être sauvée."
            " Jusque-là, le passage à pied est fermé lui aussi.",
        ),
        Article(
            "Une école d'horlogers achète le vieux moulin",
            "Paul Bernard",
            "La Voix du Bocage",
            date(2023, 5, 12),
            "Le vieux moulin sous le barrage a été vendu à une école d'horlogers, qui veut s'y"
            " installer au printemps avec quarante élèves et un tour de 1911.\n\nLa ville cherchait"
            " un acheteur depuis que le toit était tombé. Trois étaient venus, dont un fabricant de"
            " confitures, reparti après avoir vu la cave.\n\nLe prix n'a pas été révélé. La roue"
            " doit tourner de nouveau, même si elle n'entraîne plus rien.",
        ),
    ],
    "es": [
        Article(
            "El puente seguirá cerrado hasta el otoño",
            "Lucía Romero",
            "El Faro de Orvelle",
            date(2023, 6, 1),
            "El puente sobre el río seguirá cerrado hasta el otoño, porque un pilar se ha hundido"
            " dos dedos, según informó el lunes el municipio.\n\nQuien quiera cruzar tardará una"
            " hora más. El panadero de la orilla izquierda lleva una semana pasando sus panes en"
            " barca, y no se queja demasiado.\n\nUn perito dirá en julio si el pilar puede salvarse."
            " Hasta entonces tampoco se podrá pasar a pie.",
        ),
        Article(
            "Una escuela de relojeros compra el viejo molino",
            "Javier Molina",
            "La Voz del Valle",
            date(2023, 5, 12),
            "El viejo molino que está bajo la presa ha sido vendido a una escuela de relojeros, que"
            " quiere instalarse en primavera con cuarenta alumnos.\n\nLa ciudad buscaba comprador"
            " desde que se cayó el tejado. Habían venido tres, entre ellos un fabricante de"
            " mermelada, que se marchó al ver el sótano.\n\nEl precio no se ha dicho. La rueda debe"
            " girar de nuevo, aunque ya no mueva nada.",
        ),
    ],
    "pt": [
        Article(
            "A ponte continuará fechada até ao outono",
            "Marta Correia",
            "Diário de Orvela",
            date(2023, 6, 1),
            "A ponte sobre o rio continuará fechada até ao outono, porque um pilar afundou dois"
            " dedos, informou na segunda-feira a câmara.\n\nQuem quiser atravessar demora mais uma"
            " hora. O padeiro da margem esquerda leva há uma semana o pão de barco, e não se queixa"
            " muito.\n\nUm perito dirá em julho se o pilar pode ser salvo. Até lá, também não se"
            " passa a pé.",
        ),
        Article(
            "Escola de relojoeiros compra o velho moinho",
            "Rui Almeida",
            "Jornal do Vale",
            date(2023, 5, 12),
            "O velho moinho abaixo da represa foi vendido a uma escola de relojoeiros, que quer"
            " mudar-se na primavera com quarenta alunos.\n\nA cidade procurava comprador desde que o"
            " telhado caiu. Tinham vindo três, entre eles um fabricante de compotas, que se foi"
            " embora ao ver a cave.\n\nO preço não foi revelado. A roda deve girar de novo, ainda que"
            " já não mova nada.",
        ),
    ],
    "nl": [
        Article(
            "Brug over de Ilm blijft tot de herfst dicht",
            "Sanne de Vries",
            "Dagblad van Orvelle",
            date(2023, 6, 1),
            "De brug over de Ilm blijft tot de herfst dicht, omdat een pijler twee vingers breed is"
            " verzakt, meldde de gemeente maandag.\n\nWie naar de overkant wil, rijdt een uur langer."
            " De bakker op de linkeroever laat zijn broodjes al een week met de roeiboot brengen, en"
            " klaagt daar weinig over.\n\nEen deskundige moet in juli zeggen of de pijler nog te"
            " redden is. Tot dan is ook het voetpad afgesloten.",
        ),
        Article(
            "School voor klokkenmakers koopt oude molen",
            "Pieter Bakker",
            "De Ilmbode",
            date(2023, 5, 12),
            "De oude molen onder de stuw is verkocht aan een school voor klokkenmakers, die er"
            " volgend voorjaar met veertig leerlingen intrekt.\n\nDe stad zocht een koper sinds het"
            " dak was ingestort. Er waren er drie geweest, onder wie een jammaker, die na het zien"
            " van de kelder weer vertrok.\n\nDe prijs werd niet genoemd. Het rad moet weer draaien,"
            " ook al drijft het niets meer aan.",
        ),
    ],
    "it": [
        Article(
            "Il ponte resterà chiuso fino all'autunno",
            "Giulia Conti",
            "Il Corriere di Orvelle",
            date(2023, 6, 1),
            "Il ponte sul fiume resterà chiuso fino all'autunno, perché un pilone si è abbassato di"
            " due dita, ha comunicato lunedì il comune.\n\nChi vuole passare guida un'ora in più. Il"
            " fornaio della riva sinistra fa attraversare il pane in barca da una settimana, e non"
            " se ne lamenta.\n\nUn perito dirà a luglio se il pilone si può salvare. Fino ad allora"
            " non si passa nemmeno a piedi.",
        ),
        Article(
            "Una scuola di orologiai compra il vecchio mulino",
            "Marco Ferri",
            "La Gazzetta della Valle",
            date(2023, 5, 12),
            "Il vecchio mulino sotto la diga è stato venduto a una scuola di orologiai, che vuole"
            " trasferirsi in primavera con quaranta allievi.\n\nLa città cercava un compratore da"
            " quando era caduto il tetto. Ne erano venuti tre, tra cui un produttore di marmellate,"
            " che se ne andò dopo aver visto la cantina.\n\nIl prezzo non è stato rivelato. La ruota"
            " deve girare di nuovo, anche se non muove più nulla.",
        ),
    ],
    "zh": [
        Article(
            "伊尔姆河大桥将关闭至秋季",
            "王小明",
            "奥维尔日报",
            date(2023, 6, 1),
            "伊尔姆河上的大桥将关闭至秋季，因为一座桥墩下沉了两指，县政府周一通报说。\n\n想要过河的人"
            "要多开一个小时的车。左岸的面包师一周以来用小船运送面包，并没有太多抱怨。\n\n一位专家将在"
            "七月判断桥墩是否还能挽救。在此之前，人行道也不开放。",
        ),
        Article(
            "钟表学校买下堤坝下的老磨坊",
            "李华",
            "河谷晚报",
            date(2023, 5, 12),
            "堤坝下的老磨坊已卖给一所钟表学校，学校计划明年春天带四十名学生迁入，还有一台旧车床。\n\n"
            "自从屋顶塌了以后，市里一直在找买家。来过三位，其中一位做果酱的看过地窖便离开了。\n\n价格没有"
            "公布。校方说，水轮将重新转动，尽管它不再带动任何东西。",
        ),
    ],
}

FACTIVA_TAGS = """HD  {title}
BY  By {author}
CR  {outlet}
WC  {words} words
PD  {day}
ET  09:15
SN  {outlet}
SC  ORVP
PG  3
LA  English
CY  Copyright {year}, {outlet} Ltd. All rights reserved.

LP

{first}

TD

{rest}

CO  orvfer : Orvelle Ferries Ltd
IN  i7 : Ferries
NS  gcat : Political/General News
RE  uk : United Kingdom
PUB {outlet} Ltd
AN  Document ORVP0000{digits}ej61000{number}a
"""
FACTIVA_TAGS_ALONE = """HD
{title}

BY
{author}

WC
{words} words

PD
{day}

SN
{outlet}

SC
ORVP

LA
English

CY
(c) {year} {outlet}

LP
{first}

TD
{rest}

NS
gcat : Political/General News

AN
Document ORVP0000{digits}ej61000{number}a

"""
GENIOS = """{outlet} vom {dotted}, Nr. 111, S. 7 / Lokales

{title}

Von {author}

{text}

Quelle:	{outlet} vom {dotted}, Nr. 111, S. 7
ISSN:	0000-4909
Ressort:	Lokales
Dokumentnummer:	ORV{digits}{number}
Dauerhafte Adresse des Dokuments:	https://www.wiso-net.de/document/ORV__{digits}{number}

Alle Rechte vorbehalten: (c) {outlet} GmbH

"""
GENIOS_FIELDS = """Titel: {title}
Autor: {author}
Quelle: {outlet} vom {dotted}, Seite 7
Ressort: Lokales
Datum: {dotted}
Dokumentnummer: ORV{digits}{number}

{text}

"""
EUROPRESSE = """{outlet}
Région, {day}, p. 7

{title}

{author}

{text}

© {year} {outlet}. Tous droits réservés.

Référence du document : news·{digits}·OR·20{number}4567

Ce certificat est émis à Bibliothèque d'Orvelle à des fins de visualisation personnelle et temporaire.

"""
EUROPRESSE_HTML = """<article><header>
<div class="rdp__DocPublicationName"><span class="DocPublicationName">{outlet}</span></div>
<span class="DocHeader">Région, {day} - {words} mots, p. 7</span>
<div class="titreArticle"><p class="titreArticleVisu rdp__articletitle">{title}</p></div>
</header>
<div class="sm-margin-bottomNews">{author}</div>
<section><div class="docOcurrContainer">{html}</div></section>
<footer><div class="apd-wrapper"><small>© {year} {outlet}. Tous droits réservés.</small>
<div class="publiC-lblNodoc">news·{digits}·OR·20{number}4567</div></div></footer></article>
"""
NEWSBANK = """{title}
{outlet} (Orvelle) - {day}
Author/Byline: {author}
Edition: Final
Section: Local
Page: B{number}

{text}

Index terms: ferries; mills
Record Number: 1A2B3C{number}
Copyright (c) {year} {outlet}

"""
NEWSBANK_FIELDS = """Title: {title}
Author/Byline: {author}
Source: {outlet}
Date: {day}
Section: Local
Page: B{number}
Record Number: 1A2B3C{number}

{text}

(c) {year} {outlet}

"""
PROQUEST = """____________________________________________________________

Document {number} of {count}

{title}

Author: {last}, {given}

Publication info: {outlet} ; Orvelle [Orvelle]. {day}: B.{number}.

ProQuest document link

Abstract: None available.

Full text: {text}

Subject: Ferries; Mills

Location: Orvelle

Publication title: {outlet}; Orvelle

First page: B.{number}

Publication year: {year}

Publication date: {day}

Section: Local

Publisher: {outlet} Ltd

Place of publication: Orvelle

Country of publication: United Kingdom, Orvelle

Publication subject: General Interest Periodicals--Great Britain

ISSN: 00000000

Source type: Newspapers

Language of publication: English

Document type: News

ProQuest document ID: 28{digits}

Document URL: https://www.proquest.com/newspapers/a/docview/28{digits}/se-2

Copyright: Copyright {outlet} {day}

Last updated: {year}-11-10

Database: Global Newsstream

"""
PROQUEST_TAIL = """{title}

{last}, {given}

{outlet}; Orvelle [Orvelle]. {day}: B.{number}.

{text}

Subject: Ferries; Mills
Publication title: {outlet}; Orvelle
Publication year: {year}
Source type: Newspapers
ProQuest document ID: 28{digits}
Last updated: {year}-11-10

"""
PROQUEST_RULED = """{title}

Author: {last}, {given}

Publication info: {outlet} ; Orvelle [Orvelle]. {day}: B.{number}.

Full text: {text}

Subject: Ferries; Mills

Publication title: {outlet}; Orvelle

Publication year: {year}

ProQuest document ID: 28{digits}

Copyright: Copyright {outlet} {day}

Last updated: {year}-11-10

____________________________________________________________

"""
NEXIS = {
    "en": ("Section: NEWS; Pg. 1", "Length: {words} words", "Byline: {author}", "Body")
    + ("Classification", "Load-Date: {day}", "End of Document"),
    "de": ("Rubrik: LOKALES; S. 1", "Länge: {words} Wörter", "Autor: {author}", "Haupttext")
    + ("Klassifizierung", "Ladedatum: {day}", "Dokumentende"),
    "fr": ("Rubrique: RÉGION; p. 1", "Longueur: {words} mots", "Auteur: {author}", "Corps")
    + ("Classification", "Date de chargement: {day}", "Fin du document"),
    "es": ("Sección: LOCAL; Pág. 1", "Longitud: {words} palabras", "Autor: {author}", "Cuerpo")
    + ("Clasificación", "Fecha de carga: {day}", "Fin del documento"),
    "pt": ("Seção: LOCAL; Pág. 1", "Extensão: {words} palavras", "Autor: {author}", "Corpo")
    + ("Classificação", "Data de carregamento: {day}", "Fim do documento"),
    "nl": ("Rubriek: STAD; Blz. 1", "Lengte: {words} woorden", "Auteur: {author}", "Tekst")
    + ("Classificatie", "Laaddatum: {day}", "Einde van document"),
    "it": ("Sezione: LOCALE; Pag. 1", "Lunghezza: {words} parole", "Autore: {author}", "Corpo")
    + ("Classificazione", "Data di caricamento: {day}", "Fine del documento"),
}
NUMBERED = {
    "en": ("{number} of {count} DOCUMENTS", "BYLINE", "SECTION", "LENGTH: {words} words")
    + ("LOAD-DATE", "LANGUAGE: ENGLISH", "All Rights Reserved"),
    "de": ("{number} von {count} DOKUMENTEN", "AUTOR", "RUBRIK", "LÄNGE: {words} Wörter")
    + ("UPDATE", "SPRACHE: DEUTSCH", "Alle Rechte vorbehalten"),
    "fr": ("{number} de {count} DOCUMENTS", "AUTEUR", "RUBRIQUE", "LONGUEUR: {words} mots")
    + ("DATE-CHARGEMENT", "LANGUE: FRENCH; FRANÇAIS", "Tous droits réservés"),
    "es": ("{number} de {count} DOCUMENTOS", "AUTOR", "SECCIÓN", "LONGITUD: {words} palabras")
    + ("FECHA DE CARGA", "IDIOMA: SPANISH; ESPAÑOL", "Todos los derechos reservados"),
    "nl": ("{number} van {count} DOCUMENTEN", "AUTEUR", "RUBRIEK", "LENGTE: {words} woorden")
    + ("LAAD-DATUM", "TAAL: DUTCH; NEDERLANDS", "Alle rechten voorbehouden"),
    "pt": ("{number} de {count} DOCUMENTOS", "AUTOR", "SEÇÃO", "EXTENSÃO: {words} palavras")
    + ("DATA DE CARREGAMENTO", "IDIOMA: PORTUGUESE", "Todos os direitos reservados"),
}


def write_nexis(language: str) -> str:
    section, length, byline, body, classes, loaded, end = NEXIS[language]
    top = "{title}\n{outlet}\n{day}\n\nCopyright {year} {outlet} All Rights Reserved\n\n"
    return (
        f"{top}{section}\n{length}\n{byline}\n\n{body}\n\n{{text}}\n\n{classes}\n\n"
        f"{loaded}\n\n{end}\n\n"
    )


def write_numbered(language: str) -> str:
    number, byline, section, length, loaded, spoken, rights = NUMBERED[language]
    return (
        f"                {number}\n\n\n            {{outlet}}\n\n            {{day}}\n\n{{title}}\n\n"
        f"{byline}: {{author}}\n\n{section}: LOCAL; 3\n\n{length}\n\n{{text}}\n\n{loaded}: {{day}}\n\n"
        f"{spoken}\n\n                    Copyright {{year}} {{outlet}}\n"
        f"                        {rights}\n\n"
    )


CHINESE = """标题：{title}
来源：{outlet}
作者：{author}
日期：{year}年{day.month}月{day.day}日

正文：
{text}

"""
RULED = "{title}\n\nBy {author}\n\n{outlet}, {day}\n\n{text}\n\n{{rule}}\n\n"
RULED_DAY = "{title}\n\n{day}\n\n{text}\n\n{{rule}}\n\n"
ABOVE = "{outlet}\n{day}\n\n{title}\n\nBy {author}\n\n{text}\n\n{{rule}}\n\n"
RULES = {"dashes": "-----", "stars": "* * *", "box": "───", "equals": "=====", "feed": "\f"}
RULES |= {"underscores": "_____", "asterisks": "*****", "long box": "─" * 30, "hashes": "###"}

VARIANTS = {
    "factiva tags": Variant("en", FACTIVA_TAGS),
    "factiva tags alone": Variant("en", FACTIVA_TAGS_ALONE),
    "genios": Variant("de", GENIOS),
    "genios fields": Variant("de", GENIOS_FIELDS),
    "europresse": Variant("fr", EUROPRESSE),
    "europresse html": Variant(
        "fr", EUROPRESSE_HTML, "<!DOCTYPE html><html><body>", "</body></html>", ".html"
    ),
    "newsbank": Variant("en", NEWSBANK),
    "newsbank fields": Variant("en", NEWSBANK_FIELDS),
    "proquest": Variant("en", PROQUEST),
    "proquest tail": Variant("en", PROQUEST_TAIL),
    "proquest ruled": Variant("en", PROQUEST_RULED),
    **{f"nexis {code}": Variant(code, write_nexis(code)) for code in NEXIS},
    **{f"numbered {code}": Variant(code, write_numbered(code)) for code in NUMBERED},
    "chinese": Variant("zh", CHINESE),
    **{
        f"{place} {name}": Variant("en", form.replace("{{rule}}", rule), has_outlet=False)
        for place, form in (("ruled", RULED), ("above", ABOVE))
        for name, rule in RULES.items()
    },
    "ruled day": Variant(
        "en", RULED_DAY.replace("{{rule}}", "-----"), has_author=False, has_outlet=False
    ),
    "ruled de": Variant(
        "de",
        "{title}\n\n{outlet}, {dotted}\n\nVon {author}\n\n{text}\n\n* * *\n\n",
        has_outlet=False,
    ),
    "ruled fr": Variant(
        "fr",
        "{title}\n\n{outlet}, {day}\n\nPar {author}\n\n{text}\n\n-----\n\n",
        has_outlet=False,
    ),
}


def fill(variant: Variant) -> str:
    """The file of a variant."""
    articles = ARTICLES[variant.language]
    documents = []
    for number, article in enumerate(articles, 1):
        first, _, rest = article.text.partition("\n\n")
        given, _, last = article.author.partition(" ")
        spelled = variant.document.replace("{day.month}", str(article.day.month))
        spelled = spelled.replace("{day.day}", str(article.day.day))
        documents.append(
            spelled.format(
                number=number,
                count=len(articles),
                title=article.title,
                author=article.author,
                given=given,
                last=last,
                outlet=article.outlet,
                day=spell_day(article.day, variant.language),
                dotted=article.day.strftime("%d.%m.%Y"),
                digits=article.day.strftime("%Y%m%d"),
                year=article.day.year,
                words=len(article.text.split()),
                text=article.text,
                first=first,
                rest=rest,
                html="".join(f"<p>{paragraph}</p>" for paragraph in article.text.split("\n\n")),
            )
        )
    return variant.head + "".join(documents) + variant.foot


def spell_day(day: date, language: str) -> str:
    month = MONTHS.get(language, MONTHS["en"]).split()[day.month - 1]
    return {
        "en": f"{month} {day.day}, {day.year}",
        "de": f"{day.day}. {month} {day.year}",
        "es": f"{day.day} de {month} de {day.year}",
        "pt": f"{day.day} de {month} de {day.year}",
    }.get(language, f"{day.day} {month} {day.year}")
