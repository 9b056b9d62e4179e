"""Loaded in the process that reading processes are forked from, and nowhere else (:mod:`dashboard.uploads`).

The lexicons of the languages take seconds to compile; done here once, no upload waits for them.
This is the one module that does something when it is imported: there is no other moment.
"""

from extract import Bulletin, extract
from extract.bulletins import docx, pdf

FORMATS = (docx, pdf)
COMPILED = [
    extract(Bulletin(text))
    for text in (
        "На 13 апреля из Шульбинского водохранилища сбрасывается 53 м³/с.",
        "13 сәуірде Шүлбі су қоймасынан секундына 53 текше метр су жіберілуде.",
        "As of April 13, 53 cubic meters per second are released from the Shulba reservoir.",
    )
]
