"""Forms of exports in the words that databases use in other languages, and as their newer and older
interfaces print them.
"""

from tests.ingest.variants import NEXIS, Variant, write_nexis

COVERS = {
    "en": "Download Request: Selected Items: 1-3\nTime Of Request: Monday, June 5, 2023  10:11:12\n"
    "\nSend To:\n\nORVELLE COLLEGE\n\nTerms: ferry\n\nSource: Orvelle Post\nProject ID:\n\n",
    "nl": "Printopdracht: Alle documenten: 1-2\nTijd van opdracht: maandag 5 juni 2023  10:11:12\n"
    "\nVerzenden naar:\n\nUNIVERSITEIT\n\nZoektermen: brug\n\nProject-ID:\n\n",
}
FOCUSED = """                    FOCUS - {number} of {count} DOCUMENTS


                    {outlet}

                    {day} Thursday
                    Final Edition

{title}

BYLINE: {author}

SECTION: NEWS; Pg. 3

LENGTH: {words} words

{text}

LOAD-DATE: {day}

LANGUAGE: ENGLISH

GRAPHIC: The boats on Monday.
Photograph by A. Quill

JOURNAL-CODE: OP

                 Copyright {year} {outlet}
                    All Rights Reserved

"""
NUMBERED_FRENCH = """                    Document {number} de {count}

                    {outlet}

                    Jeudi {day}

{title}

AUTEUR: {author}

RUBRIQUE: INTERNATIONAL; Pg. 35

LONGUEUR: {words} mots

ENCART: Une phrase qui introduit, et qui n'est pas du texte.

{text}

SUJET: ÉNERGIE (90%); MARCHÉ DE L'ÉNERGIE (90%); ÉNERGIE NUCLÉAIRE
(88%); CENTRALE NUCLÉAIRE (88%)

LOCALISATION-GEO: FRANCE (93%)

DATE-CHARGEMENT: 13 March 2013

TYPE-PUBLICATION: Journal

                 Copyright {year} Une Société
                    Tous Droits Réservés
"""
GRAPHIC = {
    **{"en": ("Graphic", "Notes"), "de": ("Grafik", "Anmerkungen")},
    **{"fr": ("Graphique", "Notes"), "es": ("Gráfico", "Notas"), "pt": ("Gráfico", "Notas")},
    **{"nl": ("Afbeelding", "Opmerkingen"), "it": ("Grafica", "Note")},
}
# The words for a count of words and a language, and the word before the number of a document.
FACTIVA = {
    **{"en": ("words", "English", "Document"), "de": ("Wörter", "Deutsch", "Dokument")},
    **{"fr": ("mots", "Français", "Document"), "es": ("palabras", "Español", "Documento")},
    **{"pt": ("palavras", "Português", "Documento"), "it": ("parole", "Italiano", "Documento")},
    "nl": ("woorden", "Nederlands", "Document"),
}
FACTIVA_INTERFACES = {
    "zh": ("字", "英文", "文件", "{year} 年 {day.month} 月 {day.day} 日"),
    "ja": ("語", "英語", "文書", "{year} 年 {day.month} 月 {day.day} 日"),
    "ru": ("слов", "Английский", "Документ", "{day}"),
    "pl": ("słów", "Angielski", "Dokument", "{day}"),
}
TAGGED = """SE    Local
HD    {{title}}
BY    {by} {{author}}
WC    {{words}} {words}
PD    {{day}}
ET    09:15 GMT
SN    {{outlet}}
SC    ORVP
LA    {spoken}
CY    (c) {{year}} {{outlet}}. All Rights Reserved.

LP {{lead}}
{{first}}

TD {{lead}}
{{rest}}

CO    orvfer : Orvelle Ferries Ltd
PUB   {{outlet}} Ltd
AN    {word} ORVP0000{{digits}}ej61000{{number}}a

"""
BY = {"en": "By", "de": "Von", "fr": "Par", "es": "Por", "it": "Di"}
PROQUEST_LABELS = {
    "es": "Documento {number} de {count}|Título|Autor|Información de publicación|Resumen"
    "|Texto completo|Título de publicación|Lugar|Editorial|Tipo de fuente"
    "|ID del documento de ProQuest|Última actualización",
    "fr": "Document {number} de {count}|Titre|Auteur|Informations de publication|Résumé"
    "|Texte intégral|Titre de la publication|Lieu|Éditeur|Type de source"
    "|ID de document ProQuest|Dernière mise à jour",
    "de": "Dokument {number} von {count}|Titel|Autor|Publikationsinformation|Zusammenfassung"
    "|Volltext|Titel der Publikation|Ort|Herausgeber|Quellentyp"
    "|ProQuest-Dokument-ID|Zuletzt aktualisiert",
    "pt": "Documento {number} de {count}|Título|Autor|Informações da publicação|Resumo"
    "|Texto completo|Título da publicação|Local|Editora|Tipo de fonte"
    "|ID do documento do ProQuest|Última atualização",
}
PROQUEST_VALUES = (
    *("{title}", "{last}, {given}", "{outlet} ; Orvelle [Orvelle]. {day}: 3.", "-", "{text}"),
    *("{outlet}", "Orvelle", "{outlet} SA", "Newspapers", "28{digits}{number}", "2023-11-10"),
)
NEWSBANK_PIPES = """{title}
{day} | {outlet}, The (CT)
Author: {author} | Page: B{number} | Section: Local
{words} Words
OpenURL Link

{text}

Record: 1A2B3C{number}
Copyright: Copyright (c) {year} {outlet}. All rights reserved.

"""
RIGHTS = (
    "Le présent document est protégé par les lois et conventions internationales sur le droit"
    " d'auteur et son utilisation est régie par ces lois et conventions."
)
NUMBER = "news·{digits}·OR·20{number}4567"
EUROPRESSE_TABLE = f"""<table><tr><td><span>{{outlet}}, no. 5968</span><br>
<span>Politique, </span><span>jeudi </span><span>{{day}}</span><span>, p. 03</span><br><br>
<span>{{title}}</span><br><br>{{author}}<br><p></p>{{html}}<p></p>
<b><i>© {{year}} {{outlet}}. Tous droits réservés.</i></b><p></p>Numéro de document : {NUMBER}<br>
<table><tr><td>{NUMBER}</td></tr><tr><td>Ce certificat est émis à <b>Orne</b> à des fins</td></tr>
<tr><td>Date d'émission : <b>2012-10-05</b></td></tr><tr><td>{RIGHTS}</td></tr></table></td></tr>
</table><p><br>
"""
EUROPRESSE_ARTICLE = f"""<article><header><div><span>{{outlet}}   </span></div>
<div><span>Communication, jeudi {{day}}, p. 16</span></div><div><p>MEDIAS</p></div>
<div><p>{{title}}</p></div><div>{{author}}</div></header><section>{{html}}</section>
<aside><div><p><b>Illustration(s) : </b></p><div><p>Une photo.</p></div></div>
<div><b>Note(s) : </b></div></aside><footer><small>© {{year}} {{outlet}}. Tous droits réservés.
</small><p>Numéro de document : {NUMBER}</p><div><span>{NUMBER}</span></div>
<div>Ce certificat est émis à <b> </b> à des fins de visualisation.</div>
<div>Date d'émission : 2015-07-04</div><div>{RIGHTS}</div></footer></article>
"""
EUROPRESSE_ENGLISH = f"""<article><header><div>{{outlet}}</div>
<div>News, Thursday, {{day}} {{words}} words, p. A3</div><div><p>{{title}}</p></div>
<p>{{author}}</p></header><section>{{html}}</section><footer>
<small>© {{year}} {{outlet}}. All rights reserved.</small>
<div>Certificate issued on <b>June 5, 2023</b> to <b>Orvelle</b> for temporary display.</div>
<div>{NUMBER}</div></footer></article>
"""
PAGE = ("<!DOCTYPE html><html><body>", "</body></html>", ".html")


def write_graphic(language: str) -> str:
    """A document of Nexis Uni with a picture and notes below its text."""
    graphic, notes = GRAPHIC[language]
    classes = f"\n\n{NEXIS[language][4]}\n\n"
    below = (
        f"\n\n{graphic}\n\nFoto: A. Quill\n\n{notes}\n\nSee page 7 for the tides of June.{classes}"
    )
    return write_nexis(language).replace(classes, below)


def write_factiva(words: str, spoken: str, word: str, day: str = "{day}", is_long: bool = False):
    """A document of Factiva without tags; a long one has a clock time and a page as well."""
    section, clock, page = ("", "09:15 AM\n", "B3\n") if is_long else ("International\n", "", "")
    return (
        f"{section}{{title}}\n{{author}}\n{{words}} {words}\n{day}\n{clock}{{outlet}}\nORVP\n{page}"
        f"{spoken}\n(c) {{year}} {{outlet}} Ltd\n\n{{text}}\n\n{{outlet}} Ltd\n\n"
        f"{word} ORVP0000{{digits}}ej61000{{number}}a\n\n"
    )


def write_proquest(language: str) -> str:
    number, *labels = PROQUEST_LABELS[language].split("|")
    rows = zip(labels, PROQUEST_VALUES, strict=True)
    fields = "\n\n".join(f"{label}: {value}" for label, value in rows)
    return f"{'_' * 60}\n\n{number}\n\n{fields}\n\n"


INTERFACES = {
    "focused": Variant("en", FOCUSED),
    "focused cover": Variant("en", FOCUSED, COVERS["en"]),
    "numbered french": Variant("fr", NUMBERED_FRENCH),
    **{f"graphic {code}": Variant(code, write_graphic(code)) for code in GRAPHIC},
    **{f"untagged {code}": Variant(code, write_factiva(*own)) for code, own in FACTIVA.items()},
    **{
        f"untagged long {code}": Variant(code, write_factiva(*own, is_long=True))
        for code, own in FACTIVA.items()
    },
    **{
        f"interface {code}": Variant("en", write_factiva(*own))
        for code, own in FACTIVA_INTERFACES.items()
    },
    **{
        f"tagged {code}": Variant(
            code, TAGGED.format(by=by, words=words, spoken=spoken, word=word).replace("{lead}", "")
        )
        for code, by in BY.items()
        for words, spoken, word in [FACTIVA[code]]
    },
    **{f"proquest {code}": Variant(code, write_proquest(code)) for code in PROQUEST_LABELS},
    "newsbank pipes": Variant("en", NEWSBANK_PIPES),
    "europresse table": Variant("fr", EUROPRESSE_TABLE, *PAGE),
    "europresse article": Variant("fr", EUROPRESSE_ARTICLE, *PAGE),
    "europresse english": Variant("en", EUROPRESSE_ENGLISH, *PAGE),
}
