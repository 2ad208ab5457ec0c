"""What must stand in a text before the filters of pasted marks, books and mail look at it: triggers, at memory speed.

The filters themselves are imported only where one of these holds.
"""

from __future__ import annotations

from cleaner.core.document import Document
from cleaner.filters.triggers import Glance, Signs

PASTE_SIGNS = ("†", "oaicite", "oai_cit", "citeturn", "[cite", "\ue200", "<think", "utm_source=")
NAMES = ("Gutenberg", "GUTENBERG", "gutenberg")
SCAN_SIGNS = ("igitized by", "igitised by", "igitized  by", "hathitrust.org", "hdl.handle.net", "Google-digiti", "gallica.bnf")
DEVICE_SIGNS = (
    "iPhone", "iPad", "Android", "BlackBerry", "Outlook", "Yahoo", "Galaxy", "Huawei", "Xiaomi", "Samsung", "Proton", "GMX",
    "Nokia", "Avast", "avast", "from my", "mobil", "before printing", "Handy", "iOS", "móvil", "vor Sie", "d'imprimer",
    "de imprimir",
)  # fmt: skip
DISCLAIMER_SIGNS = (
    "onfiden", "CONFIDEN", "ertraulich", "ertrouwelijk", "rivileged", "iservat", "ortrolig", "uottamuksell", "oufn", "ůvěrn",
    "онфиденц", "онфіденц", "izli", "機密", "机密", "保密", "기밀", "ddressee", "eadresseerde",
    "onfidentiell",
)  # fmt: skip
BANNER_SIGNS = (  # of a warning above a message, which says that the sender is no colleague
    "outside of the organi", "outside the organi", "outside of your organi", "outside your organi", "outside of the company",
    "outside the company", "EXTERNAL", "External sender", "external sender", "external email", "external e-mail",
    "often get email from", "oft eine E-Mail von", "externen Absender", "extérieur de l'", "xpéditeur externe",
    "fuera de la organi", "fuera de su organi", "ente externo", "esterno all'", "ittente esterno", "fora da organi",
    "buiten de organi", "spoza organi", "utanför organi",
)  # fmt: skip
QUOTE_SIGNS = ("\n>", "\n >", "\n&gt;")
THREAD_SIGNS = ("\n>", "\n&gt;", "\n-----", "\n_____", "-- \n", "-- \r\n")
LIST_MARKS = ("\n-----", "\n_____", "-- \n", "-- \r\n", "\n--\n", "\n-\n")
SENT_SIGNS = (  # a field of the message below an answer, as Outlook writes it
    "\nSent:", "\n*Sent", "\nGesendet:", "\nEnvoyé", "\nEnviado", "\nInviato:", "\nVerzonden:", "\nWysłano:", "\nОтправлено:",
    "\nSkickat:", "\nOdesláno:", "\n送信日時:", "\n发送时间",
)  # fmt: skip
FEWEST_LINES = 6  # of a page
HEAD = 800  # code points in which a warning above a message stands
TAIL = 1_000  # code points in which a single message has what is added to it


def holds(text: str, signs: tuple[str, ...]) -> bool:
    """Whether any of some strings stands in a text."""
    return any(sign in text for sign in signs)


def searched_for_signs(text: str) -> str:
    """Where devices and disclaimers are looked for: the end of a message, all of a thread."""
    return text if holds(text, THREAD_SIGNS) else text[-TAIL:]


def _is_long(document: Document) -> bool:
    return document.text.count("\n") >= FEWEST_LINES


pasted = Signs(*PASTE_SIGNS)  # a piece of a mark of a chat assistant
from_archive = Signs(*NAMES, *SCAN_SIGNS)  # the name of an archive of books
# What a thread of messages has, or the end of a message.
mailed = Signs(
    *THREAD_SIGNS, *SENT_SIGNS, *LIST_MARKS, *BANNER_SIGNS, "\n >", at_end=(*DEVICE_SIGNS, *DISCLAIMER_SIGNS), end=TAIL
)
lines_of_page = Glance(_is_long)  # as many lines as a page has
