"""New links for old ones, and word of changes in how somebody signs in."""

import datetime
import re
import typing

import pytest

from contracts import links
from contracts.errors import NotYet
from contracts.events.accounts import AccountNotice, LinkRequested, Notice
from contracts.ids import conversation_id
from tests.mailbox import Mailbox, html, text
from tests.services.notify.scene import Scene


def request_link(scene: Scene) -> LinkRequested:
    event = LinkRequested(
        person_id=scene.person("maria"),
        address=scene.address,
        target=links.Target(kind="conversation", id=conversation_id(scene.firm_id, "m1")),
    )
    scene.tell(event)
    return event


def give_notice(scene: Scene, notice: Notice, time_zone: str | None = None) -> None:
    told = AccountNotice(
        address=scene.address, notice=notice, at=scene.now, agent="Firefox", time_zone=time_zone
    )
    scene.tell(told)


def test_a_new_link_leads_where_the_old_one_led_and_works_for_seven_days(
    scene: Scene, mailbox: Mailbox
):
    scene.invite()
    event = request_link(scene)
    scene.send()
    email = mailbox.wait_for(scene.address)[0]

    [sealed] = set(re.findall(r"/open#(\S+)", text(email)))
    link = links.unseal(sealed, scene.settings.link_keys)
    assert (link.person_id, link.target) == (event.person_id, event.target)
    assert link.address_digest == links.address_digest(scene.address)
    assert link.expires_at - scene.now == links.VALID_FOR
    assert sealed in html(email)


@pytest.mark.parametrize("notice", typing.get_args(Notice))
def test_every_change_is_told_in_words_and_with_its_time(
    scene: Scene, mailbox: Mailbox, notice: Notice
):
    give_notice(scene, notice)
    scene.send()
    email = mailbox.wait_for(scene.address)[0]

    assert f"{scene.now:%H:%M} UTC" in text(email)
    assert "It was not you?" in text(email)
    assert notice not in text(email)
    assert "http" not in text(email)


@pytest.mark.parametrize(
    ("time_zone", "when"),
    [
        ("America/New_York", "30 June 2026, 20:30 America/New York"),
        ("Asia/Kathmandu", "01 July 2026, 06:15 Asia/Kathmandu"),
        ("W. Europe Standard Time", "01 July 2026, 02:30 Europe/Berlin"),
        ("Mars/Base", "01 July 2026, 00:30 UTC"),
        ("../../etc/passwd", "01 July 2026, 00:30 UTC"),
    ],
)
def test_a_notice_tells_the_time_as_the_clock_on_their_wall_does(
    scene: Scene, mailbox: Mailbox, time_zone: str, when: str
):
    scene.now = datetime.datetime(2026, 7, 1, 0, 30, tzinfo=datetime.UTC)
    give_notice(scene, "passkey_added", time_zone)
    scene.send()
    email = mailbox.wait_for(scene.address)[0]

    assert f"When: {when}" in text(email)


def test_an_e_mail_waits_for_the_firm_that_it_has_to_name(scene: Scene):
    scene.firm_id = "unheard-of"
    with pytest.raises(NotYet):
        request_link(scene)
