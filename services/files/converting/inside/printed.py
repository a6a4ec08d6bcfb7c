"""What LibreOffice has made of a document: a PDF, saved as all are."""

from services.files.converting.inside import pdf
from services.files.converting.report import Report


def read(file: str) -> Report:
    return pdf.read(file, anyhow=True)
