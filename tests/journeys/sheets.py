"""PDFs with words on their pages, and the words that another reader finds in one."""

import subprocess
from pathlib import Path

import msgspec

from tests.journeys.lighthouse import MODULES, NODE

WIDTH, HEIGHT = 612, 792  # points: US Letter


def pdf(pages: list[list[str]], links: list[str] | None = None) -> bytes:
    """A page for each list of lines (ISO 32000-1), in Helvetica.

    `links`: what is done by each, one below the other on the first page (12.5.6.5, 12.6).
    """
    areas = [
        f"<< /Type /Annot /Subtype /Link /Rect [72 {500 - 40 * at} 300 {530 - 40 * at}] /A {act} >>"
        for at, act in enumerate(links or [])
    ]
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for at, lines in enumerate(pages):
        box = f"/MediaBox [0 0 {WIDTH} {HEIGHT}] /Resources << /Font << /F 3 0 R >> >>"
        if at == 0 and areas:
            box += f" /Annots [{' '.join(areas)}]"
        objects.append(f"<< /Type /Page /Parent 2 0 R {box} /Contents {5 + 2 * at} 0 R >>".encode())
        objects.append(_stream(lines))
    return _file(objects)


def text_of(file: bytes, folder: Path) -> list[str]:
    """The words of each page of a PDF, as another reader finds them."""
    path = folder / "printed.pdf"
    path.write_bytes(file)
    script = Path(__file__).with_suffix(".mjs")
    done = subprocess.run([NODE, script, MODULES, path], capture_output=True, check=True)
    return list(msgspec.json.decode(done.stdout, type=list[str]))


def _stream(lines: list[str]) -> bytes:
    shown = " ".join(f"({line}) Tj T*" for line in lines)
    content = f"BT /F 12 Tf 16 TL 72 700 Td {shown} ET".encode("latin-1")
    return b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content)


def _file(objects: list[bytes]) -> bytes:
    file = b"%PDF-1.7\n"
    places = list[int]()
    for number, content in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(file)}\n%%EOF\n"
    return file + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end.encode()
