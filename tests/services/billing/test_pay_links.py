"""People are led to the firm's own pages for paying, and nowhere else."""

import pytest

from contracts.errors import EventRefused, NotFound, NotYet
from roster.testing import minutes
from tests.services.billing.scene import Scene

LINK = "https://pay.hollis.example/i/2026-114?x=1#top"


def test_the_page_names_its_host_and_the_address_comes_on_leaving(scene: Scene) -> None:
    scene.allow("pay.hollis.example")
    scene.bill(pay_link=LINK)
    pay = scene.get().pay
    assert pay is not None
    assert (pay.host, pay.opened_at) == ("pay.hollis.example", None)
    first = scene.leave()
    assert (first.url, first.opened_before) == (LINK, None)
    assert scene.leave().opened_before == scene.now
    shown = scene.get().pay
    assert shown is not None
    assert shown.opened_at == scene.now
    assert (scene.get().state, scene.get().paid) == ("outstanding", "0.00")


@pytest.mark.parametrize(
    "link",
    [
        "http://pay.hollis.example/",
        "https://evil.example/",
        "https://pay.hollis.example.evil.example/",
        "https://pay.hollis.example@evil.example/",
        "https://me:secret@pay.hollis.example/",
        "https://pay.hollis.example:8443/",
        "https://pay.hollis.example\\@evil.example/",
        "https://xn--pay-holls-d5a.example/",
        "https://pay.höllis.example/",
        "https:pay.hollis.example",
        "//pay.hollis.example/",
        "javascript:alert(1)",
        "https://pay.hollis.example/ and more",
    ],
)
def test_a_link_to_elsewhere_is_refused(scene: Scene, link: str) -> None:
    scene.allow("pay.hollis.example")
    with pytest.raises(EventRefused, match="pay link"):
        scene.bill(pay_link=link)
    with pytest.raises(NotFound):
        scene.get()


def test_a_link_waits_until_the_firm_has_said_where_it_may_lead(scene: Scene) -> None:
    with pytest.raises(NotYet, match="where its pay links may lead"):
        scene.bill(pay_link=LINK)
    scene.allow()
    with pytest.raises(EventRefused):
        scene.bill(pay_link=LINK)


def test_a_host_that_was_taken_off_the_list_is_led_to_no_more(scene: Scene) -> None:
    scene.allow("pay.hollis.example")
    scene.bill(pay_link=LINK)
    scene.allow("other.example", at=minutes(5))
    scene.allow("pay.hollis.example", at=minutes(4))
    assert scene.get().pay is None
    with pytest.raises(NotFound):
        scene.leave()


def test_what_is_paid_leads_nowhere(scene: Scene) -> None:
    scene.allow("pay.hollis.example")
    scene.bill(pay_link=LINK)
    scene.pay("600.00")
    assert scene.get().pay is None
