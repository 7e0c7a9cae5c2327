"""Snapshot to reading: txt, html, docx, pdf, xlsx, csv."""
