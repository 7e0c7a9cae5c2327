"""Workbooks and pages for people: Excel out, Excel back, the reader."""
