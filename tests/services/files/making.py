"""Files as people and attackers send them, made anew for each test."""

# ruff: noqa: E501 - the names of XML's namespaces are as long as they are

import email.message
import io
import pathlib
import zipfile

import pikepdf
from PIL import Image

# Two that take programs to make whose licences keep them away from here: a photo in HEIC that says
# what took it, and an e-mail of Outlook with an attachment.
SAMPLES = pathlib.Path(__file__).parent / "samples"
EICAR = (
    b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
)  # in two pieces, so that nobody's virus check takes this very file for one
SECRET_PLACE = (48.0, 8.0, 14.0)  # degrees, minutes, seconds

_TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'
_XML = '<Default Extension="xml" ContentType="application/xml"/>'
_RELS = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
_RELATIONS = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PART = "application/vnd.openxmlformats-officedocument"


def zipped(files: dict[str, bytes | str]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return whole.getvalue()


def docx(text: str = "Hello", *, image_at: str = "", macros: bool = False) -> bytes:
    """`image_at`: a web address from which whoever opens it is to fetch an image."""
    drawn = "" if not image_at else _PICTURE
    document = f'<w:document xmlns:w="{_WORD}"><w:body><w:p><w:r><w:t>{text}</w:t>{drawn}</w:r></w:p></w:body></w:document>'
    image = f'<Relationship Id="rId9" Type="{_OFFICE}/image" Target="{image_at}" TargetMode="External"/>'
    kind = (
        "application/vnd.ms-word.document.macroEnabled.main+xml"
        if macros
        else f"{_PART}.wordprocessingml.document.main+xml"
    )
    files: dict[str, bytes | str] = {
        "[Content_Types].xml": _TYPES.format(
            f'{_XML}{_RELS}<Override PartName="/word/document.xml" ContentType="{kind}"/>'
        ),
        "_rels/.rels": _RELATIONS.format(
            f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _RELATIONS.format(image if image_at else ""),
    }
    if macros:
        files["word/vbaProject.bin"] = b"\xd0\xcf\x11\xe0 Sub AutoOpen()"
    return zipped(files)


def xlsx(cells: dict[str, str]) -> bytes:
    """`cells`: what stands where, such as `{"A1": "Fee", "B1": "120.5"}`; numbers are numbers."""
    rows: dict[str, list[str]] = {}
    for place, value in cells.items():
        row = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        number = value.replace(".", "", 1).isdigit()
        cell = (
            f'<c r="{place}"><v>{value}</v></c>'
            if number
            else f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'
        )
        rows.setdefault(row, []).append(cell)
    data = "".join(f'<row r="{row}">{"".join(found)}</row>' for row, found in rows.items())
    parts = f'<Override PartName="/xl/workbook.xml" ContentType="{_PART}.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_PART}.spreadsheetml.worksheet+xml"/>'
    return zipped(
        {
            "[Content_Types].xml": _TYPES.format(f"{_XML}{_RELS}{parts}"),
            "_rels/.rels": _RELATIONS.format(
                f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
            ),
            "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets><sheet name="Costs" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": _RELATIONS.format(
                f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
            ),
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SHEET}"><sheetData>{data}</sheetData></worksheet>',
        }
    )


def pdf(pages: int = 3, *, script: bool = False, password: str = "", scans: bool = False) -> bytes:
    """`scans`: each page holds an image of some kilobytes of its own, as a scanner leaves it."""
    whole = io.BytesIO()
    with pikepdf.new() as made:
        for number in range(pages):
            page = made.add_blank_page()
            if scans:
                noise = Image.effect_noise((120, 160), 90 + number % 9)
                stream = pikepdf.Stream(
                    made,
                    noise.tobytes(),
                    Type=pikepdf.Name.XObject,
                    Subtype=pikepdf.Name.Image,
                    Width=120,
                    Height=160,
                    ColorSpace=pikepdf.Name.DeviceGray,
                    BitsPerComponent=8,
                )
                page.obj.Resources = pikepdf.Dictionary(
                    XObject=pikepdf.Dictionary(Im0=made.make_indirect(stream))
                )
        if script:
            made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        protected = pikepdf.Encryption(owner=password, user=password) if password else False
        made.save(whole, encryption=protected, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return whole.getvalue()


def image(form: str, size: tuple[int, int] = (640, 480), **options: object) -> bytes:
    whole = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(whole, form, **options)
    return whole.getvalue()


def sideways_photo() -> bytes:
    """A JPEG of 640 by 480 that is to be turned by a quarter, and says where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation
    exif.get_ifd(0x8825)[2] = SECRET_PLACE
    return image("JPEG", exif=exif)


def fax(pages: int) -> bytes:
    whole = io.BytesIO()
    first, *others = [Image.new("1", (864, 1100), number % 2) for number in range(pages)]
    first.save(whole, "TIFF", save_all=True, append_images=others, compression="group4")
    return whole.getvalue()


def mail(subject: str, text: str, attachments: dict[str, bytes]) -> bytes:
    made = email.message.EmailMessage()
    made["From"], made["To"] = "Dana Reyes <dana@firm.example>", "Maria <maria@example.com>"
    made["Date"], made["Subject"] = "Thu, 26 Nov 2026 10:00:00 +0000", subject
    made.set_content(text)
    made.add_alternative(f"<p onclick='x()'>{text}</p>", subtype="html")
    for name, content in attachments.items():
        made.add_attachment(content, "application", "pdf", filename=name)
    return made.as_bytes()


_PICTURE = (
    '<w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:extent cx="990000" cy="792000"/><wp:docPr id="1" name="p"/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="0" name="p"/><pic:cNvPicPr/></pic:nvPicPr>'
    f'<pic:blipFill><a:blip xmlns:r="{_OFFICE}" r:link="rId9"/></pic:blipFill>'
    '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="990000" cy="792000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
    "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
)
