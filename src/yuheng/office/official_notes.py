"""Footnotes and declared fonts: two parts of a Word file that python-docx does not write."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from yuheng.vocab.official_layout import Face

_MAIN: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_KIND: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SEPARATORS: Final = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/>'
    "</w:pPr><w:r><w:separator/></w:r></w:p></w:footnote>"
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:pPr><w:spacing w:after="0" w:line="240" '
    'w:lineRule="auto"/></w:pPr><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)


class Notes:
    """The footnotes of one document, numbered as they come."""

    def __init__(self, document: Any) -> None:
        """Prepare the part that holds them; without a note it stays out of the file."""
        self._document = document
        self._notes: list[str] = []

    def add(self, paragraph: Any, words: str) -> None:
        """Put a sign at the end of a paragraph so far, and keep the words for the foot of the page."""
        self._notes.append(words)
        run = paragraph.add_run()
        run.font.superscript = True
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(len(self._notes)))
        run._r.append(reference)

    def close(self) -> None:
        """Write the part."""
        if not self._notes:
            return
        style = self._document.styles["Footnote Words"].style_id
        body = "".join(_note(number, words, style) for number, words in enumerate(self._notes, start=1))
        xml = f"{_HEAD}<w:footnotes xmlns:w={quoteattr(_MAIN)}>{_SEPARATORS}{body}</w:footnotes>"
        package = self._document.part.package
        part = Part(PackURI("/word/footnotes.xml"), _KIND, xml.encode("utf-8"), package)
        self._document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        settings = self._document.settings.element
        properties = OxmlElement("w:footnotePr")
        for number in ("-1", "0"):
            footnote = OxmlElement("w:footnote")
            footnote.set(qn("w:id"), number)
            properties.append(footnote)
        after = next((e for e in settings if e.tag in (qn("w:compat"), qn("w:endnotePr"), qn("w:rsids"))), None)
        if after is None:
            settings.append(properties)
        else:
            after.addprevious(properties)


def _note(number: int, words: str, style: str) -> str:
    return (
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val={quoteattr(style)}/></w:pPr>'
        '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve"> {escape(words)}</w:t></w:r></w:p></w:footnote>'
    )


def declare_fonts(document: Any, faces: Iterable[Face]) -> None:
    """Name each font and what may stand in for it, so that a machine without it takes the nearest and not the first."""
    fonts = "".join(
        f"<w:font w:name={quoteattr(name)}><w:altName w:val={quoteattr(','.join(instead))}/>"
        '<w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for name, instead in {face.name: face.instead for face in faces}.items()
    )
    part = next(rel.target_part for rel in document.part.rels.values() if rel.reltype == RELATIONSHIP_TYPE.FONT_TABLE)
    part._blob = part.blob.replace(b"</w:fonts>", fonts.encode("utf-8") + b"</w:fonts>")
