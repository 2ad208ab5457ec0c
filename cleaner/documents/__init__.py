"""Documents that are more than text: PDF, e-books, office files, mail, wikis, feeds. A file in, its running text out.

    kinds        the formats, how they are told from their content, which package reads each
    reading      what a reader gives: the text as edits of the source, or read anew, and where its pages and parts begin
    archives     zip files within bounds
    pdf, docx, odt, epub                 read anew: what went in is known by its digest
    mail, wikitext, wiki_dump, feeds     edits of the source: undo gives it back from the text and the log

Start at :func:`read`. Every reader keeps bounds on size, nesting and number of parts, opens no network and no other file, and
says in one line (InputError) what is wrong with a broken or hostile document.
"""

from cleaner.documents.kinds import KINDS, sniff
from cleaner.documents.reading import Reading, read

__all__ = ["KINDS", "Reading", "read", "sniff"]
