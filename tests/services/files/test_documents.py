"""Documents reach those who take part in their matter, since their from-date, and nobody else."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote

import httpx
import pytest
import sqlalchemy as sa

from backbone import testing
from contracts import ids
from contracts.calls.files import ListDocumentSources
from contracts.errors import InvalidInput, NotFound, NotReady
from contracts.events.documents import (
    DocumentDownloaded,
    DocumentPrinted,
    DocumentReady,
    DocumentRefused,
    DocumentUploaded,
    DocumentViewed,
)
from contracts.events.firms import FirmPolicyChanged
from contracts.events.messages import AttachedDocument, MessageSent, MessageWithdrawn
from contracts.events.persons import Person
from roster.testing import START, minutes
from services.files import verdicts
from services.files.models import Document, Version
from tests.services.files.scene import TEXT, Scene


@pytest.fixture
def letter(scene: Scene) -> Any:
    """A document that the firm has shared, and that lies where the worker puts it."""
    document_id = scene.share("letter", name="Letter.txt", folder="Letters")
    put_bytes(scene, document_id)
    return document_id


def put_bytes(scene: Scene, document_id: Any, rendition: str = "", content: bytes = TEXT) -> None:
    store = scene.service.settings.store
    key = scene.key(document_id) + (f"/{rendition}" if rendition else "")
    url = store.client.get_presigned_url("PUT", "documents", key)
    assert httpx.put(url, content=content).status_code == 200


def test_what_the_firm_shares_is_everybodys_in_the_matter_once_it_is_checked(scene: Scene) -> None:
    document_id = scene.share(checked=False)
    with pytest.raises(NotFound):
        scene.get(document_id)
    assert scene.get(document_id, "hollis").state == "checking"
    scene.find_good(document_id)
    document = scene.get(document_id)
    assert (document.name, document.size, document.state) == ("D-1.txt", len(TEXT), "ready")
    assert (document.author.name, document.author.role) == ("Hollis", "Attorney")
    assert (document.matter_title, document.firm_name) == ("Estate of Ortiz", "Hollis & Bray")
    assert (document.mine, document.opened, document.scanned) == (False, False, "clean")


def test_it_waits_for_all_but_its_author_until_each_has_opened_it(
    scene: Scene, letter: Any
) -> None:
    (told,) = scene.published(DocumentReady)
    (wait,) = told.waits()
    assert (wait.persons, wait.opened) == ([scene.person("ana")], 1)
    scene.address(letter)
    (viewed,) = scene.published(DocumentViewed)
    (over,) = viewed.waits()
    assert (over.persons, over.closed) == ([scene.person("ana")], 1)


def test_strangers_and_those_who_left_find_nothing(scene: Scene, letter: Any) -> None:
    scene.open("M-2")
    scene.add("carl", "M-2")
    for other in ("carl", "nobody"):
        assert scene.names(other) == []
        for act in (scene.get, scene.address):
            with pytest.raises(NotFound):
                act(letter, other)
    scene.address(letter)
    scene.remove("ana", at=minutes(1))
    assert scene.names() == []
    for act in (scene.get, scene.address):
        with pytest.raises(NotFound):
            act(letter)


def test_who_came_later_sees_what_was_shared_since_their_from_date(scene: Scene) -> None:
    early = scene.share("early", at=minutes(1))
    scene.share("late", at=minutes(3))
    scene.add("ben", at=minutes(4), since=minutes(2))
    assert scene.names("ben") == ["late.txt"]
    with pytest.raises(NotFound):
        scene.get(early, "ben")
    scene.replace("early", at=minutes(5))
    found = scene.get(early, "ben")
    assert [version.number for version in found.versions] == [2]
    for act in (scene.get, scene.address):
        with pytest.raises(NotFound):
            act(early, "ben", version=1)
    assert [version.number for version in scene.get(early).versions] == [2, 1]


def test_what_is_revoked_is_gone_at_once_and_stays_on_record(scene: Scene, letter: Any) -> None:
    scene.address(letter)
    scene.revoke("letter")
    for contact in ("ana", "hollis"):
        assert scene.names(contact) == []
        for act in (scene.get, scene.address):
            with pytest.raises(NotFound):
                act(letter, contact)
    row = scene.row(letter)
    assert row is not None
    assert (row.revoked_at, row.revoked_reason) == (START, "By mistake.")
    scene.share("letter", name="Letter.txt", checked=False)
    assert scene.names() == []


def test_an_address_opens_the_bytes_for_a_minute_as_a_file_with_its_name(
    scene: Scene, letter: Any
) -> None:
    answer = httpx.get(scene.address(letter, purpose="download"), headers={"Range": "bytes=5-7"})
    assert (answer.status_code, answer.content) == (206, TEXT[5:8])
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith('attachment; filename="Letter.txt"')
    assert answer.headers["cache-control"] == "no-store"
    assert "X-Amz-Expires=60&" in scene.address(letter)


@pytest.mark.parametrize(
    ("name", "saved"),
    [
        ('a"b\r.pdf', "filename*=UTF-8''a_b%20.pdf"),
        ("Müller 契約.pdf", "filename*=UTF-8''M%C3%BCller%20%E5%A5%91%E7%B4%84.pdf"),
        ("../../etc/passwd", "filename*=UTF-8''_.._etc_passwd"),
        ("C:\\x.pdf", "filename*=UTF-8''C__x.pdf"),
    ],
)
def test_no_name_means_anything_to_who_saves_it(scene: Scene, name: str, saved: str) -> None:
    document_id = scene.share(name=name)
    put_bytes(scene, document_id)
    answer = httpx.get(scene.address(document_id))
    assert answer.headers["content-disposition"].endswith(saved)


def test_who_opened_which_version_in_which_way_is_told_once(scene: Scene, letter: Any) -> None:
    ways: tuple[Any, ...] = ("view", "print", "download", "view", "print", "download")
    for purpose in ways:
        scene.address(letter, purpose=purpose)
    for kind in (DocumentViewed, DocumentPrinted, DocumentDownloaded):
        (told,) = scene.published(kind)
        assert (told.document_ref, told.version, told.reader.contact_ref) == ("letter", 1, "ana")
    assert scene.get(letter).opened
    (opening,) = scene.get(letter).openings
    assert (opening.version, opening.viewed_at) == (1, scene.now)
    scene.replace("letter", at=minutes(1))
    assert not scene.get(letter).opened
    scene.address(letter)
    assert [told.version for told in scene.published(DocumentViewed)] == [1, 2]


def test_who_opened_it_is_seen_by_the_others_where_the_firm_shows_receipts(
    scene: Scene, letter: Any
) -> None:
    scene.add("ben")
    scene.address(letter)
    (opening,) = scene.get(letter, "ben").openings
    assert (opening.name, opening.version, opening.viewed_at) == ("Ana", 1, scene.now)
    scene.tell(FirmPolicyChanged(receipts_shown=False), minutes(1))
    assert scene.get(letter, "ben").openings == []
    assert scene.get(letter).openings == [opening]


def test_an_earlier_version_stays_to_be_opened_as_it_was(scene: Scene, letter: Any) -> None:
    scene.address(letter)
    scene.replace("letter", b"Something else.", name="Final.txt", at=minutes(1))
    put_bytes(scene, letter, content=b"Something else.")
    assert httpx.get(scene.address(letter)).content == b"Something else."
    assert httpx.get(scene.address(letter, version=1)).content == TEXT
    newest, earlier = scene.get(letter), scene.get(letter, version=1)
    assert newest == scene.get(letter, version=2)
    assert (newest.version, newest.newest, newest.name, newest.opened) == (2, 2, "Final.txt", True)
    assert (earlier.version, earlier.newest, earlier.name) == (1, 2, "Letter.txt")
    assert (earlier.size, earlier.shared_at, earlier.opened) == (len(TEXT), START, True)


def test_nobody_hears_of_a_version_before_it_is_found_good(scene: Scene, letter: Any) -> None:
    scene.replace("letter", at=minutes(1), checked=False)
    for version in (2, 3):
        for act in (scene.get, scene.address):
            with pytest.raises(NotFound):
                act(letter, version=version)
    scene.refuse(letter)
    with pytest.raises(NotFound):
        scene.get(letter, version=2)
    assert scene.get(letter).newest == 1


def test_only_a_rendition_that_there_is_can_be_asked_for(scene: Scene, letter: Any) -> None:
    with scene.sessions.begin() as session:
        verdicts.shown(
            session,
            scene.now,
            scene.newest(letter).id,
            shown_as="pdf",
            pages=1,
            renditions=[
                {"name": "pages.pdf", "media_type": "application/pdf", "size": 4},
                {"name": "attachment-1", "media_type": "", "size": 4, "file_name": "Plän.pdf"},
            ],
        )
    put_bytes(scene, letter, "pages.pdf", b"%PDF")
    assert httpx.get(scene.address(letter, rendition="pages.pdf")).content == b"%PDF"
    for name in ("other.pdf", "../pages.pdf", "pages.pdf/"):
        with pytest.raises(NotFound):
            scene.address(letter, rendition=name)
    document = scene.get(letter)
    assert (document.shown_as, document.pages) == ("pdf", 1)
    assert [each.name for each in document.renditions] == ["pages.pdf", "attachment-1"]
    assert quote("filename*=UTF-8''Pl%C3%A4n.pdf", safe="") in scene.address(
        letter, rendition="attachment-1"
    )


def test_what_is_still_checked_is_not_to_be_opened_yet(scene: Scene) -> None:
    document_id = scene.upload()
    with pytest.raises(NotReady) as refusal:
        scene.address(document_id)
    assert refusal.value.extra == {"state": "checking"}


def test_an_upload_is_its_uploaders_alone_until_it_is_sent(scene: Scene) -> None:
    document_id = scene.upload()
    scene.find_good(document_id)
    assert scene.get(document_id).state == "ready"
    assert scene.published(DocumentReady) == []
    with pytest.raises(NotFound):
        scene.get(document_id, "hollis")
    scene.send(document_id)
    assert scene.get(document_id, "hollis").shared_at == scene.now
    (uploaded,), (ready,) = scene.published(DocumentUploaded), scene.published(DocumentReady)
    assert (uploaded.name, uploaded.author.contact_ref) == ("Agreement.txt", "ana")
    assert ready.key == scene.key(document_id)
    assert ready.waits() == []
    assert ready.change > uploaded.change
    assert sorted(ready.audience) == sorted([scene.person("ana"), scene.person("hollis")])


def test_what_a_message_of_an_earlier_version_brought_is_shared_all_the_same(scene: Scene) -> None:
    document_id = scene.upload()
    brought = AttachedDocument(document_id=document_id, name="-", media_type="", size=1)
    scene.tell(
        MessageSent(
            conversation_id=scene.conversation(ref="costs"),
            conversation_ref="costs",
            matter_id=ids.matter_id(scene.firm_id, "M-1"),
            matter_ref="M-1",
            message_id=ids.new_id(),
            position=1,
            audience=[],
            author=Person(person_id=scene.person("ana"), contact_ref="ana", name="Ana"),
            origin="portal",
            body="Here it is.",
            sent_at=scene.now,
            attachments=[brought],
        )
    )
    shown = scene.get(document_id, "hollis")
    assert (shown.shared_at, shown.conversation_id) == (scene.now, scene.conversation(ref="costs"))


def test_sent_while_it_is_checked_it_is_ready_afterwards(scene: Scene) -> None:
    document_id = scene.upload()
    scene.send(document_id)
    scene.send(document_id)
    assert scene.get(document_id, "hollis").state == "checking"
    scene.find_good(document_id)
    assert len(scene.published(DocumentUploaded)) == len(scene.published(DocumentReady)) == 1


def test_sent_while_its_verdict_comes_it_is_shared_all_the_same(scene: Scene) -> None:
    document_id = scene.upload()
    with ThreadPoolExecutor(1) as pool, scene.sessions.begin() as sending:
        for table, column in ((Document, Document.id), (Version, Version.document_id)):
            sent = sa.update(table).where(column == document_id).values(shared_at=scene.now)
            sending.execute(sent)
        found = pool.submit(scene.find_good, document_id)
        testing.wait_for(lambda: waits_for_a_lock(scene))
    found.result()
    assert scene.get(document_id, "hollis").shared_at == scene.now


def waits_for_a_lock(scene: Scene) -> bool:
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    with scene.sessions() as session:
        return bool(session.scalar(sa.text(f"{waiting} AND wait_event_type = 'Lock'")))


def test_what_is_refused_stays_with_its_reason_for_its_sender_and_the_firm(scene: Scene) -> None:
    scene.add("ben")
    document_id = scene.upload()
    scene.send(document_id)
    scene.refuse(document_id)
    for contact in ("ana", "hollis"):
        refusal = scene.get(document_id, contact).refusal
        assert refusal is not None
        assert refusal.code == "virus"
        with pytest.raises(NotReady):
            scene.address(document_id, contact)
    with pytest.raises(NotFound):
        scene.get(document_id, "ben")
    (told,) = scene.published(DocumentRefused)
    assert (told.code, told.state, told.refused_version) == ("virus", "refused", 1)


def test_vouched_for_is_what_is_ones_own_and_whole_or_was_shared_here(
    scene: Scene, letter: Any
) -> None:
    own = scene.upload()
    vouched = scene.vouch(own, letter, own)
    assert [each.document_id for each in vouched] == [own, letter]
    assert [(each.name, each.state) for each in vouched] == [
        ("Agreement.txt", "checking"),
        ("Letter.txt", "ready"),
    ]
    scene.add("ben")
    scene.open("M-2")
    scene.add("ana", "M-2")
    with pytest.raises(NotFound):
        scene.vouch(own, contact="ben")
    with pytest.raises(NotFound):
        scene.vouch(letter, matter="M-2")
    with pytest.raises(NotFound):
        scene.vouch(letter, ids.new_id())
    with pytest.raises(NotReady):
        scene.vouch(scene.begin_upload().document_id)
    scene.refuse(own)
    with pytest.raises(NotReady):
        scene.vouch(own)


@pytest.fixture
def many(scene: Scene) -> Scene:
    """Six documents in two matters of one client."""
    scene.open("M-2", "Sale")
    scene.add("ana", "M-2")
    scene.add("hollis", "M-2", kind="staff", role="Attorney")
    told = [
        ("b", "M-1", 10, "äpfel.txt"),
        ("a", "M-2", 30, "Apfel.txt"),
        ("c", "M-1", 20, "Zebra.pdf"),
        ("d", "M-2", 20, "100% sure_thing.txt"),
        ("e", "M-1", 50, "apfel 2.txt"),
    ]
    for minute, (document, matter, size, name) in enumerate(told):
        content = b"x" * size
        scene.share(document, content, matter=matter, at=minutes(minute), name=name)
    mine = scene.upload(name="Mine.txt")
    scene.send(mine)
    return scene


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("-date", ["Mine", "apfel 2", "100% sure_thing", "Zebra", "Apfel", "äpfel"]),
        ("date", ["äpfel", "Apfel", "Zebra", "100% sure_thing", "apfel 2", "Mine"]),
        ("name", ["100% sure_thing", "apfel 2", "Apfel", "äpfel", "Mine", "Zebra"]),
        ("-size", ["apfel 2", "Apfel", "{tie}", "{tie}", "Mine", "äpfel"]),
    ],
)
def test_the_list_is_sorted_over_all_matters_and_paged(
    many: Scene, sort: Any, names: list[str]
) -> None:
    whole = many.names(sort=sort)
    pages: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = many.page(sort=sort, limit=2, cursor=cursor)
        pages += [each.name for each in page.items]
        cursor = page.next
    assert pages == whole
    shown = [name.rpartition(".")[0] for name in whole]
    assert all(want in (got, "{tie}") for want, got in zip(names, shown, strict=True)), shown


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"matter_id": "M-2"}, {"Apfel.txt", "100% sure_thing.txt"}),
        (
            {"kind": "text"},
            {
                "äpfel.txt",
                "Apfel.txt",
                "100% sure_thing.txt",
                "apfel 2.txt",
                "Mine.txt",
                "Zebra.pdf",
            },
        ),
        ({"from_id": "ana"}, {"Mine.txt"}),
        ({"q": "APFEL"}, {"äpfel.txt", "Apfel.txt", "apfel 2.txt"}),
        ({"q": "ä"}, {"äpfel.txt", "Apfel.txt", "apfel 2.txt"}),
        ({"q": "100%"}, {"100% sure_thing.txt"}),
        ({"q": "sure_th"}, {"100% sure_thing.txt"}),
        ({"q": "apfel", "matter_id": "M-2"}, {"Apfel.txt"}),
        ({"firm_id": "other"}, set()),
    ],
)
def test_what_is_asked_for_narrows_it(many: Scene, asked: dict[str, Any], names: set[str]) -> None:
    given = dict(asked)
    if "matter_id" in given:
        given["matter_id"] = ids.matter_id(many.firm_id, given["matter_id"])
    if "from_id" in given:
        given["from_id"] = many.person(given["from_id"])
    assert set(many.names(**given)) == names


def test_new_is_what_others_shared_and_one_has_not_opened(many: Scene) -> None:
    opened = many.page(sort="date", limit=1).items[0]
    many.address(opened.id)
    assert opened.name not in many.names(new=True)
    assert "Mine.txt" not in many.names(new=True)
    assert len(many.names(new=True)) == 4
    many.replace("b", at=minutes(9))
    assert "b.txt" in many.names(new=True)


def test_all_that_the_list_can_be_narrowed_to_is_told_however_long_it_is(many: Scene) -> None:
    many.remove("hollis", "M-2", at=minutes(20))
    told = {("Estate of Ortiz", "Ana"), ("Estate of Ortiz", "Hollis"), ("Sale", "Hollis")}
    assert many.sources() == many.sources(limit=1) == told
    with pytest.raises(InvalidInput):
        many.ask(ListDocumentSources(caller=many.caller("ana"), cursor="nonsense"))


def test_it_is_told_of_what_the_caller_sees_alone(many: Scene) -> None:
    many.upload("hollis", matter="M-2")  # not sent
    many.revoke("a")
    many.revoke("d")
    assert many.sources() == {("Estate of Ortiz", "Ana"), ("Estate of Ortiz", "Hollis")}
    many.add("late", since=minutes(5))
    assert many.sources("late") == {("Estate of Ortiz", "Ana")}
    many.remove("ana", at=minutes(20))
    assert many.sources() == many.sources("nobody") == set()


def test_in_a_conversation_stands_what_was_sent_there_and_shared_with_it(many: Scene) -> None:
    many.share("with", conversation_id="", at=minutes(8))
    assert set(many.names(conversation_id=many.conversation())) == {"Mine.txt", "with.txt"}


def test_an_account_of_several_persons_sees_the_documents_of_all(many: Scene) -> None:
    many.open("M-3")
    many.add("work", "M-3")
    many.add("hollis", "M-3", kind="staff", role="Attorney")
    many.share("theirs", matter="M-3")
    assert len(many.names("ana", "work")) == 7


def test_a_cursor_that_is_none_is_refused_and_a_foreign_one_leads_nowhere(
    many: Scene, letter: Any
) -> None:
    with pytest.raises(InvalidInput):
        many.names(cursor="nonsense")
    many.open("M-9")
    many.add("carl", "M-9")
    assert many.names("carl", cursor=str(letter)) == []


def test_times_that_lie_ahead_count_as_now(scene: Scene) -> None:
    ahead = scene.now + datetime.timedelta(days=1)
    assert scene.get(scene.share(shared_at=ahead)).shared_at == scene.now


def test_what_came_with_a_withdrawn_message_is_gone_for_all_but_what_the_firm_shared(
    scene: Scene,
) -> None:
    document = scene.upload()
    scene.send(document)
    scene.share()
    firms = ids.document_id(scene.firm_id, "D-1")
    ana = Person(person_id=scene.person("ana"), contact_ref="ana", name="Ana")
    scene.tell(
        MessageWithdrawn(
            conversation_id=scene.conversation(),
            matter_id=ids.matter_id(scene.firm_id, "M-1"),
            matter_ref="M-1",
            message_id=ids.new_id(),
            position=1,
            audience=[],
            author=ana,
            withdrawn_at=scene.now,
            last_position=1,
            settled=[],
            documents=[document, firms],
        ),
        scene.now,
    )
    with pytest.raises(NotFound):
        scene.get(document, "hollis")
    assert (kept := scene.row(document)) is not None
    assert kept.revoked_at is not None
    assert (shared := scene.row(firms)) is not None
    assert shared.revoked_at is None
