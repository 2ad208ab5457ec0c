"""Make the samples of documents: `python samples/make.py`. Needs reportlab, python-docx and pyphen; the same bytes every time.

What a sample should read is in its `source.txt`, where it is not in `expected.txt` word for word. Texts were written for this project.
"""

from __future__ import annotations

import base64
import io
import quopri
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATE = (2026, 1, 1, 0, 0, 0)
LEDE = (
    "The first survey of the marsh was made on foot, and the maps that came of it were used for sixty years. It was difficult and "
    "specific work: the officers carried chains and a level through the reeds, fixed each station with an iron pin, and entered "
    "their findings in small notebooks, of which five are left. Nobody thought of the water table, and the significance of the "
    "peat was not understood until the field offices had been closed."
)
DRAINS = (
    "Drains were cut in straight lines from the dyke to the river, and the water left the fields within a month. The committee had "
    "expected a different effect. Where the flow was efficient the banks fell in; where it was not, the ditches filled with reed "
    "again before the second winter. A well-known engineer was asked for advice and recommended a pump of sufficient size, which "
    "the board refused on account of its cost."
)
GRASS = (
    "Grass grew where reeds had stood, and the farmers drove their cattle on it before the summer was over. In the third year the "
    "ground sank, and the dyke had to be raised by two feet along its whole length. The official report calls this an unfortunate "
    "coincidence. The notebooks say otherwise: the levels that were taken in spring and in autumn differ by the width of a hand."
)
PUMP = (
    "The pump came after all, in a different form. A steam engine was set up in a brick house beside the sluice, and a stoker and "
    "his family lived under the same roof. It ran from November to April, day and night, and moved enough water to keep the lower "
    "meadows firm. When it stopped for good, in the long frost of that century, the snipe were back within a week."
)
FINAL = (
    "What remains is a line of posts across the final field, a brick chimney without a house, and the five notebooks. They were "
    "given to the county office by the surveyor's granddaughter, who had found them in a flour bin. Reading them today, one is "
    "struck by how little was known, and by how carefully it was written down."
)
BOOK = [
    ("h", "The Survey"),
    ("p", LEDE),
    ("p", DRAINS),
    ("h", "The Grass"),
    ("p", GRASS),
    ("p", PUMP),
    ("h", "The Notebooks"),
    ("p", FINAL),
    ("p", LEDE.replace("first", "second").replace("sixty", "fifty")),
    ("p", DRAINS.replace("Drains", "Ditches")),
    ("p", GRASS.replace("third", "ninth")),
]


def main() -> None:
    """Write the inputs."""
    write("pdf", "input.pdf", pdf())
    write("pdf", "source.txt", "".join(text + "\n\n" for _, text in BOOK)[:-1].encode())
    write("epub", "input.epub", epub())
    write("docx", "input.docx", docx())
    write("odt", "input.odt", odt())
    for name, charset, encoding in (
        ("mail", "utf-8", "quoted-printable"),
        ("mail-legacy", "iso-8859-2", "8bit"),
        ("mail-base64", "koi8-r", "base64"),
    ):
        write(name, "input.eml", mail(charset, encoding))
    write("feed", "input.rss", feed())
    write("wiki", "input.wiki", WIKI.encode())


def write(sample: str, name: str, data: bytes) -> None:
    """One file of a sample."""
    folder = HERE / sample
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)


# ---- PDF ------------------------------------------------------------------------------------------------------------------


def pdf() -> bytes:
    """Pages with a running head, page numbers, hyphens at line ends, and ligatures that stand apart."""
    import pyphen
    from reportlab.pdfgen import canvas

    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=(420, 420), invariant=1, pageCompression=1)
    page.setTitle("The Marsh and Its People")
    setter = Setter(page, pyphen.Pyphen(lang="en_US"))
    setter.begin()
    for kind, text in BOOK:
        setter.heading(text) if kind == "h" else setter.paragraph(text)
    page.save()
    return out.getvalue()


class Setter:
    """Sets lines on pages."""

    FONT, SIZE, LEAD, LEFT, WIDTH, TOP, BOTTOM = "Times-Roman", 10, 13, 60, 300, 350, 70

    def __init__(self, page: object, hyphens: object) -> None:
        self.page, self.hyphens = page, hyphens
        self.number, self.y = 1, self.TOP

    def begin(self) -> None:
        """Head and foot of a page."""
        self.page.setFont(self.FONT, 8)
        self.page.drawString(self.LEFT, 385, "The Marsh and Its People")
        self.page.drawCentredString(210, 35, f"{self.number + 11}")
        self.page.setFont(self.FONT, self.SIZE)
        self.y = self.TOP

    def line(self, text: str, indent: float = 0) -> None:
        """One line."""
        if self.y < self.BOTTOM:
            self.page.showPage()
            self.number += 1
            self.begin()
        x = self.LEFT + indent
        for word in text.split(" "):
            x = self.word(x, word) + self.width(" ")
        self.y -= self.LEAD

    def word(self, x: float, word: str) -> float:
        """A word, its ligatures a little apart, as in fonts with wrong widths."""
        for ligature in ("ffi", "ffl", "ff", "fi", "fl"):
            if ligature in word:
                before, after = word.split(ligature, 1)
                self.page.drawString(x, self.y, before)
                x += self.width(before) + 0.27 * self.SIZE * bool(before)
                self.page.drawString(x, self.y, ligature)
                x += self.width(ligature) + 0.27 * self.SIZE
                self.page.drawString(x, self.y, after)
                return x + self.width(after)
        self.page.drawString(x, self.y, word)
        return x + self.width(word)

    def width(self, text: str) -> float:
        """How wide a text is."""
        return self.page.stringWidth(text, self.FONT, self.SIZE)

    def heading(self, text: str) -> None:
        """A heading with space around it."""
        self.y -= self.LEAD
        if self.y < self.BOTTOM + 3 * self.LEAD:
            self.y = 0
        self.line(text)
        self.y -= self.LEAD / 2

    def paragraph(self, text: str) -> None:
        """A paragraph, its first line set in."""
        line, room = "", self.WIDTH - 14
        indent = 14
        for word in text.split(" "):
            if self.width(f"{line} {word}") <= room:
                line = f"{line} {word}".strip()
                continue
            head, tail = "", word
            for first, second in self.hyphens.iterate(word.strip(".,:;")) if word.strip(".,:;").isalpha() else ():
                if self.width(f"{line} {first}-") <= room:
                    head, tail = first + "-", second + word[len(word.rstrip(".,:;")) :]
                    break
            if not head and word.count("-") == 1 and self.width(f"{line} {word.split('-')[0]}-") <= room:
                head, tail = word.split("-")[0] + "-", word.split("-")[1]
            self.line(f"{line} {head}".strip(), indent)
            line, room, indent = tail, self.WIDTH, 0
        self.line(line, indent)


# ---- e-book and office ----------------------------------------------------------------------------------------------------


def packed(files: dict[str, str | bytes]) -> bytes:
    """A zip file that is the same every time; its first member is not compressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number, (name, data) in enumerate(files.items()):
            info = zipfile.ZipInfo(name, DATE)
            info.compress_type = zipfile.ZIP_DEFLATED if number else zipfile.ZIP_STORED
            archive.writestr(info, data)
    return out.getvalue()


def epub() -> bytes:
    """Two chapters with mojibake and a misspelling."""
    chapter = '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head><title>{0}</title></head><body><h1>{0}</h1>{1}</body></html>'
    one = f"<p>{LEDE}</p><p>The surveyor\u00e2\u20ac\u2122s notebook is is the only recieved source.</p>"
    two = f"<p>{GRASS}</p><ul><li>the pump house</li><li>the dyke road</li></ul><p>Fog &amp; reeds.</p>"
    return packed({
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
        "OEBPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">marsh</dc:identifier><dc:title>The Marsh and Its People</dc:title><dc:language>en</dc:language></metadata><manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/><item id="one" href="text/one.xhtml" media-type="application/xhtml+xml"/><item id="two" href="text/two.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="nav" linear="no"/><itemref idref="one"/><itemref idref="two"/></spine></package>',
        "OEBPS/nav.xhtml": chapter.format("Contents", "<nav><ol><li>The Survey</li></ol></nav>"),
        "OEBPS/text/one.xhtml": chapter.format("The Survey", one),
        "OEBPS/text/two.xhtml": chapter.format("The Grass", two),
    })  # fmt: skip


def docx() -> bytes:
    """A heading, paragraphs, a list, a table; with a doubled word and a false blank."""
    from docx import Document

    document = Document()
    document.add_heading("The Survey", 1)
    document.add_paragraph(LEDE)
    document.add_paragraph("The drains were were cut in straight lines, and it went accordin gto plan.")
    for item in ("the pump house", "the dyke road"):
        document.add_paragraph(item, style="List Bullet")
    table = document.add_table(2, 2)
    for cell, text in zip([*table.rows[0].cells, *table.rows[1].cells], ["Year", "Level", "1901", "low"], strict=True):
        cell.text = text
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as archive:
        names = sorted(archive.namelist(), key=lambda name: name != "[Content_Types].xml")
        unused = ("docProps/", "word/theme", "customXml")
        return packed({name: archive.read(name) for name in names if not name.startswith(unused) or name.endswith(".rels")})


def odt() -> bytes:
    """The same as an OpenDocument text."""
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table"))
    body = (
        '<text:h text:outline-level="1">The Survey</text:h>'
        f"<text:p>{LEDE}</text:p><text:p>The drains were were cut in<text:s/>straight lines, and it went accordin gto plan.</text:p>"
        "<text:list><text:list-item><text:p>the pump house</text:p></text:list-item>"
        "<text:list-item><text:p>the dyke road</text:p></text:list-item></text:list>"
    )
    return packed({
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {spaces}><office:body><office:text>{body}</office:text></office:body></office:document-content>",
        "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/></manifest:manifest>',
    })  # fmt: skip


# ---- mail, feeds, wikis -----------------------------------------------------------------------------------------------------

BODIES = {
    "utf-8": "Dear Zoë,\n\nthe the maps of the marsh are in the surveyor\u00e2\u20ac\u2122s back room. I have recieved five of them.\n\nYours,\nAnna\n",
    "iso-8859-2": "Milá Zdeňko,\n\nmapy močálu jsou v zadní místnosti, a já mám pět z nich.\n\nTvá Žofie\n",
    "koi8-r": "Дорогая Анна,\n\nкарты болота лежат в задней комнате, и у меня их пять.\n\nТвоя Ольга\n",
}


def mail(charset: str, encoding: str) -> bytes:
    """A mail of one charset and transfer encoding, with a picture attached."""
    body = BODIES[charset].replace("\n", "\r\n").encode(charset)
    if encoding == "quoted-printable":
        body = quopri.encodestring(body.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")
    elif encoding == "base64":
        body = base64.encodebytes(body).replace(b"\n", b"\r\n")
    head = (
        "From: Anna <anna@marsh.example>\r\nTo: zoe@dyke.example\r\nSubject: =?utf-8?q?The_caf=C3=A9?=\r\n"
        'Date: Thu, 1 Jan 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="=-="\r\n\r\n'
        f"--=-=\r\nContent-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    )
    tail = "\r\n--=-=\r\nContent-Type: image/gif; name=map.gif\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\nR0lGODlhAQABAAAAACw=\r\n--=-=--\r\n"
    return head.encode() + body + tail.encode()


def feed() -> bytes:
    """Two entries, one escaped, one as CDATA."""
    return (
        b'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>Marsh News</title>\n'
        b"<item><title>The pump &amp; the dyke</title><link>https://marsh.example/1</link>"
        b"<description>&lt;p&gt;The the pump ran again.&lt;/p&gt;</description></item>\n"
        b"<item><title>Reeds</title><description><![CDATA[<p>Reeds grew.</p><p>They were cut.</p>]]></description></item>\n"
        b"</channel></rss>\n"
    )


WIKI = """{{Infobox marsh|area=12}}
'''The Marsh''' is a [[wetland]] on the [[River Lode|Lode]].<ref>Survey, 1901.</ref> It is is known for its reeds &amp; fog.

== Survey ==
* The [[first]] survey was made on foot.
* The second was not. <!-- check -->

{| class="wikitable"
| 1901 || low
|}
[[Category:Wetlands]]
"""

if __name__ == "__main__":
    main()
