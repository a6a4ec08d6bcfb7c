"""New links for old ones, and word of changes in how somebody signs in."""

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


def give_notice(scene: Scene, notice: Notice) -> None:
    scene.tell(AccountNotice(address=scene.address, notice=notice, at=scene.now, agent="Firefox"))


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


def test_an_e_mail_waits_for_the_firm_that_it_has_to_name(scene: Scene):
    scene.firm_id = "unheard-of"
    with pytest.raises(NotYet):
        request_link(scene)
