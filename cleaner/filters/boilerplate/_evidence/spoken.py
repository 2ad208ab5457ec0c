"""Texts that speak of pages: an article about footers, notes on the wording of buttons, a report on a form.

Such a text holds the lines that pages print, between sentences that name their parts: `The buttons read`, `Below every post there
is a line that says`. What the sentences around a line speak of tells that they quote it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

LOOKED_AT = 400  # code points of a line from either end
OPEN_FROM = 20  # code points of a line that leaves its sentence open for what stands below it
# Parts of pages and programs, by language: nouns, for pages themselves tell to click.
PARTS = (
    r"buttons?|footers?|menus?|banners?|(?:hyper)?links?|label(?:l?ed|s)?|screens?|dialog(?:ue)?s?|check ?box(?:es)?|templates?"
    r"|placeholders?|tooltips?|sidebars?|pop-?ups?|icons?|wordings?|boilerplate|navigation|breadcrumbs?|html|css|web ?pages?"
    r"|(?:text |form |input )?fields?|bottom of (?:a|the|each|every) page|home ?pages?|user interface",
    r"schaltflächen?|knopf|knöpfen?|fu(?:ß|ss)zeilen?|kopfzeilen?|menüs?|menüpunkte?n?|beschriftung(?:en)?|bildschirme?s?|vorlagen?"
    r"|dialogfeld\w*|seitenleisten?|webseiten?|ende (?:jeder|einer|der) seite",
    r"boutons?|(?:pied|bas|bandeau) de (?:la |chaque )?page|liens?|libellés?|bandeaux?|écrans?|gabarits?|formulaires?",
    r"bot[oó]n(?:es)?|pie de (?:la )?página|menús?|enlaces?|etiquetas?|pantallas?|plantillas?|formularios?|todas las páginas",
    r"pulsant[ei]|botton[ei]|piè di pagina|fondo alla pagina|collegament[oi]|etichett[ae]|schermat[ae]|schermo|modul[oi]",
    r"bot(?:ão|ões)|rodapés?|rótulos?|ecrãs?|telas?|formulários?",
    r"knop(?:pen)?|voettekst(?:en)?|onderaan (?:de|elke) pagina|scherm(?:en)?|sjablo(?:on|nen)|formulier(?:en)?",
    r"przycisk\w*|stopk\w+|link\w{1,3}|etykiet\w+|ekran\w*|szablon\w*|formularz\w*",
    r"кнопк\w+|подвал\w*|футер\w*|меню|ссыл(?:к\w+|ок)|надпис\w+|экран\w*|шаблон\w*|баннер\w*|посилан\w+|екран\w*",
    r"tlačít\w+|patičk\w+|odkaz\w*|obrazov\w+|šablon\w+|formulář\w*",
    r"knapp\w*|sidfot\w*|meny\w{0,4}|länk\w*|skärm\w*|knap(?:per|pen)?|sidefod\w*|bunntekst\w*|lenke\w*|skjerm\w*|skærm\w*",
    r"painik\w+|alatunnist\w+|linkk?i\w*|valik\w+|näyt(?:tö|ö)\w*",
    r"düğme\w*|buton\w*|menü\w*|bağlantı\w*|etiket\w*|şablon\w*|gomb\w*|lábléc\w*|hivatkoz\w+|képerny\w+|subsol\w*|meniu\w*",
    r"κουμπ\w+|υποσέλιδ\w+|μενού|σύνδεσμ\w+|οθόν\w+|ال(?:زر|قائمة|رابط|شاشة|أزرار|روابط)|تذييل|nút|chân trang|liên kết|màn hình",
)
CJK_PARTS = (
    "ボタン|フッター|メニュー|リンク|ラベル|画面|バナー|テンプレート|按钮|按鈕|页脚|頁腳|菜单|選單|链接|連結|标签|標籤|屏幕|螢幕|模板"
    "|버튼|푸터|메뉴|링크|라벨|화면|배너"
)
OPENING = (  # last words of a line that leaves its sentence open for what it quotes
    "are|is|was|were|reads?|says?|said|called|labell?ed|named|the|of|with|like|sind|ist|war|lautete?n?|heißt|steht|sagt|mit|der|die"
    "|das|sont|est|était|dit|disent|affiche|avec|le|la|les|son|es|era|dice|dicen|pone|con|el|los|las|sono|è|il|são|é|diz|o|zijn|staat"
    "|zegt|met|het|de|jest|są|brzmi|to|är|står|säger|med|lyder"
)
LAST_WORDS = re.compile(rf"\s(?:{OPENING})$", re.IGNORECASE)


@cache
def _parts() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(PARTS)})\b|{CJK_PARTS}", re.IGNORECASE)


@lru_cache(maxsize=64)  # labels beside each other have the same text around them
def speaks_of_pages(line: str) -> bool:
    """Whether a line names a part of a page, near its beginning or its end.

    >>> speaks_of_pages("The buttons of the dialog read"), speaks_of_pages("The boat left the quay at noon.")
    (True, False)
    """
    return any(_parts().search(part) for part in {line[:LOOKED_AT], line[-LOOKED_AT:]})


def is_left_open(line: str) -> bool:
    """Whether the sentence of a line goes on in what stands below it.

    >>> is_left_open("Examples of the first class are"), is_left_open("Ferry leaves the harbour a day late")
    (True, False)
    """
    line = line.rstrip()
    return len(line) >= OPEN_FROM and LAST_WORDS.search(line) is not None
