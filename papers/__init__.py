"""Papers: PDFs that we draw ourselves, the same way for every service.

    from papers.drawing import draw

    paper = draw("invoice", {"title": "Invoice 2026-114", "date": "2026-11-20", …})
    paper.content  # the bytes of a PDF

A paper is a template of `papers/templates/` and data, which is whatever msgspec writes as JSON.
The template has it as `data` of `letter.typ`, and shows it as text; nothing in it is markup. Every
template needs `title` and `date` (a day), and may have `firm`, `lang` and `paper`. The same data
gives the same bytes. It takes some tenths of a second, in a child of its own: draw outside of
transactions.

A new kind of paper is one file, `papers/templates/<name>.typ`, which begins as `invoice.typ` does.
"""
