"""What files are, whatever they are called, and how they can be shown: each in real children."""

import json
import pathlib
import socket
import threading

import pikepdf
import pytest
from PIL import Image

from backbone.confined.children import MB, Broke
from services.files.converting import report, showing
from services.files.converting.report import Report
from services.files.converting.workshop import Here
from tests.services.files import making

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Bench:
    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder
        self.workshop = Here(folder)

    def look(self, content: bytes) -> str:
        (self.folder / "in").write_bytes(content)
        return showing.look(self.workshop, self.folder, "in")

    def show(self, content: bytes) -> Report:
        media_type = self.look(content)
        return showing.show(self.workshop, self.folder, "in", media_type, len(content))

    def view(self) -> pathlib.Path:
        (found,) = self.folder.glob("view.*")
        return found


@pytest.fixture
def bench(tmp_path: pathlib.Path) -> Bench:
    return Bench(tmp_path)


def _by_type(given: str | bytes) -> str:
    """A test's name must be alike in all processes, and what is made holds the time of that."""
    return given if isinstance(given, str) else "content"


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"<html><script>steal()</script></html>", "text/html"),
        (b"\xef\xbb\xbf  <!-- %PDF-1.7 --><!DOCTYPE html><body>", "text/html"),
        (b"<html>%PDF-1.4\n%%EOF</html>", "text/html"),
        (
            b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>',
            "image/svg+xml",
        ),
        (b"GIF89a/*<svg/onload=x()>*/=1;", "image/gif"),
        (b"junk before it" * 20 + making.pdf(1), "application/pdf"),
        (making.docx(), DOCX),
        (making.docx(macros=True), "application/vnd.ms-word.document.macroenabled.12"),
        (making.zipped({"a.txt": "x"}), "application/zip"),
        (making.zipped({"word/document.xml": "x"})[:60], "application/zip"),
        (
            b"MZ" + bytes(58) + b"\x40\0\0\0PE\0\0" + bytes(200),
            "application/vnd.microsoft.portable-executable",
        ),
        (making.mail("Hi", "there", {}), "message/rfc822"),
        ("Grüße aus Köln, alles gut.\n".encode(), "text/plain"),
        ((making.SAMPLES / "photo.heic").read_bytes(), "image/heic"),
        ((making.SAMPLES / "letter.msg").read_bytes(), "application/vnd.ms-outlook"),
    ],
    ids=_by_type,
)
def test_a_file_is_what_its_bytes_are(bench: Bench, content: bytes, media_type: str) -> None:
    assert bench.look(content) == media_type


def test_markup_is_shown_as_the_text_that_it_is(bench: Bench) -> None:
    shown = bench.show(b"<html><script>steal()</script></html>")
    assert (shown.shown_as, [made.media_type for made in shown.renditions]) == (
        "text",
        ["text/plain"],
    )


def test_a_photo_is_turned_upright_and_says_no_more_where_it_was_taken(bench: Bench) -> None:
    photo = making.sideways_photo()
    assert Image.open(_file(bench, photo)).getexif().get_ifd(0x8825)
    assert bench.show(photo).shown_as == "image"
    with Image.open(bench.view()) as shown:
        assert (shown.format, shown.size) == ("JPEG", (480, 640))
        assert not dict(shown.getexif())
    assert b"Exif" not in bench.view().read_bytes()


def test_a_photo_of_a_phone_that_no_browser_opens_is_shown(bench: Bench) -> None:
    photo = (making.SAMPLES / "photo.heic").read_bytes()
    assert b"iPhone" in photo
    assert bench.show(photo).shown_as == "image"
    with Image.open(bench.view()) as shown:
        assert (shown.format, shown.size, dict(shown.getexif())) == ("JPEG", (320, 240), {})


def test_a_large_photo_comes_in_a_size_for_screens(bench: Bench) -> None:
    bench.show(making.image("JPEG", (4000, 3000)))
    with Image.open(bench.view()) as shown:
        assert shown.size == (2400, 1800)


def test_all_pages_of_a_fax_are_shown(bench: Bench) -> None:
    shown = bench.show(making.fax(10))
    assert (shown.shown_as, shown.pages) == ("pdf", 10)
    with pikepdf.open(bench.view()) as pdf:
        assert len(pdf.pages) == 10


@pytest.mark.parametrize("form", ["PNG", "TIFF"])
def test_an_image_that_would_unfold_to_gigabytes_is_not_opened(bench: Bench, form: str) -> None:
    bomb = pathlib.Path(bench.folder / "bomb")
    Image.new("1", (40_000, 40_000)).save(bomb, form, **_BOMBS[form])
    shown = bench.show(bomb.read_bytes())
    assert (shown.shown_as, shown.why_not_shown) == ("none", report.TOO_MUCH)


_BOMBS: dict[str, dict[str, object]] = {"PNG": {}, "TIFF": {"compression": "group4"}}


def test_a_small_pdf_is_shown_as_it_is(bench: Bench) -> None:
    assert bench.show(making.pdf(3)) == Report(shown_as="pdf", pages=3)


def test_a_pdf_with_a_script_is_shown_without_it(bench: Bench) -> None:
    shown = bench.show(making.pdf(2, script=True))
    assert (shown.shown_as, shown.pages, len(shown.renditions)) == ("pdf", 2, 1)
    with pikepdf.open(bench.view()) as pdf:
        assert "/OpenAction" not in pdf.Root
    assert b"JavaScript" not in bench.view().read_bytes()


def test_a_long_scan_can_be_opened_without_walking_through_it(bench: Bench) -> None:
    """A reader walks the page tree: in object streams all of it comes with one request or two."""
    scan = making.pdf(200, scans=True)
    assert len(scan) > MB
    shown = bench.show(scan)
    assert (shown.pages, len(shown.renditions)) == (200, 1)
    assert bench.view().read_bytes().count(b"/Type /Page\n") == 0
    with pikepdf.open(bench.view()) as pdf:
        assert len(pdf.pages) == 200


def test_a_pdf_with_a_password_says_so(bench: Bench) -> None:
    shown = bench.show(making.pdf(password="hunter2"))
    assert (shown.shown_as, shown.why_not_shown) == ("none", report.PASSWORD)


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 and nothing more",
        making.image("JPEG")[:400],
        making.zipped({"[Content_Types].xml": "x", "xl/workbook.xml": "nothing"}),
    ],
    ids=_by_type,
)
def test_what_is_damaged_says_so(bench: Bench, content: bytes) -> None:
    shown = bench.show(content)
    assert (shown.shown_as, shown.why_not_shown) == ("none", report.DAMAGED)


def test_a_file_of_no_bytes_says_so(bench: Bench) -> None:
    assert bench.show(b"").why_not_shown == report.EMPTY


def test_a_spreadsheet_is_shown_as_rows(bench: Bench) -> None:
    shown = bench.show(making.xlsx({"A1": "Fee", "B1": "120.5", "A2": "Hours", "B2": "3"}))
    assert shown.shown_as == "sheet"
    (sheet,) = json.loads(bench.view().read_text())["sheets"]
    assert (sheet["name"], sheet["rows"]) == ("Costs", [["Fee", "120.5"], ["Hours", "3"]])


def test_a_spreadsheet_that_ends_its_reader_harms_nobody(bench: Bench) -> None:
    """Two cells at the corners of the sheet: seventeen thousand million between them."""
    shown = bench.show(making.xlsx({"A1": "x", "XFD1048576": "y"}))
    assert shown.shown_as == "none"


def test_an_e_mail_is_shown_with_each_attachment_apart(bench: Bench) -> None:
    lease = making.pdf(1)
    shown = bench.show(making.mail("Signed lease", "See below.", {"lease.pdf": lease}))
    assert shown.shown_as == "mail"
    mail = json.loads(bench.view().read_text())
    assert (mail["subject"], mail["text"].strip()) == ("Signed lease", "See below.")
    (attachment,) = mail["attachments"]
    assert (attachment["name"], attachment["rendition"]) == ("lease.pdf", "attachment-1")
    assert (bench.folder / "attachment-1").read_bytes() == lease
    assert [made.name for made in shown.renditions] == ["view.json", "attachment-1"]


def test_what_cannot_be_looked_into_is_still_told_by_its_beginning(bench: Bench) -> None:
    class Breaks(Here):
        def do(self, step: str, folder: pathlib.Path, file: str) -> None:
            raise Broke("It ended with 9.")

    bench.workshop = Breaks(bench.folder)
    assert bench.look(making.pdf(1)) == "application/pdf"
    assert bench.look(b"MZ" + bytes(100)) == "application/vnd.microsoft.portable-executable"
    assert bench.look(b"\x01" * 100) == "application/octet-stream"


def test_an_e_mail_of_outlook_is_shown_too(bench: Bench) -> None:
    assert bench.show((making.SAMPLES / "letter.msg").read_bytes()).shown_as == "mail"
    mail = json.loads(bench.view().read_text())
    assert (mail["subject"], mail["from"]) == ("Signed lease", "Dana Reyes <dana@firm.example>")
    assert (bench.folder / "attachment-1").read_bytes() == b"The lease runs for a year."


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "utf-16"])
def test_a_text_is_read_in_the_encoding_it_came_in(bench: Bench, encoding: str) -> None:
    text = "Grüße aus Köln, schöne Straße über dem Fluß, größer als früher.\n" * 5
    assert bench.show(text.encode(encoding)).shown_as == "text"
    assert bench.view().read_text() == text


def test_of_a_long_text_its_beginning_is_shown(bench: Bench) -> None:
    bench.show(b"0123456789abcde\n" * 100_000)
    shown = bench.view().read_text()
    assert MB < len(shown) < MB + 200
    assert "Download the file" in shown[-200:]


def test_a_word_file_is_shown_as_pages(bench: Bench) -> None:
    shown = bench.show(making.docx("A lease"))
    assert (shown.shown_as, shown.pages) == ("pdf", 1)


def test_a_word_file_fetches_nothing(bench: Bench) -> None:
    with _listener() as asked:
        shown = bench.show(making.docx(image_at=f"http://127.0.0.1:{asked.port}/pixel.png"))
    assert shown.shown_as == "pdf"
    assert asked.count == 0


def test_a_word_file_with_macros_is_shown_and_none_is_run(bench: Bench) -> None:
    assert bench.show(making.docx(macros=True)).shown_as == "pdf"


def test_without_libreoffice_word_files_are_left_to_the_page(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Here, "has_office", lambda _: False)
    assert bench.show(making.docx()) == Report(shown_as="docx")
    assert bench.show(making.docx(macros=True)).why_not_shown == report.NO_KIND


def test_an_archive_is_not_opened(bench: Bench) -> None:
    bomb = making.zipped({"zeros": bytes(100 * MB)})
    assert len(bomb) < MB
    assert bench.show(bomb).why_not_shown == report.NO_KIND


class _listener:
    """Counts who connects."""

    def __init__(self) -> None:
        self.count = 0

    def __enter__(self) -> "_listener":
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        threading.Thread(target=self._take, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()

    def _take(self) -> None:
        try:
            while True:
                self._server.accept()[0].close()
                self.count += 1
        except OSError:
            return


def _file(bench: Bench, content: bytes) -> pathlib.Path:
    file = bench.folder / "original"
    file.write_bytes(content)
    return file
