"""Keys that change, and signing somebody out, by the people who run Redwell."""

import pytest
from cryptography.fernet import Fernet, InvalidToken

from contracts.calls.auth_operations import RotateSecrets, SignOutPerson
from contracts.errors import NotFound, NotSignedIn
from services.auth import running
from services.auth.context import Keys
from tests.services.auth.world import LINK_KEYS


def test_after_a_rotation_the_old_key_may_go(world, browser):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    world.keys = Keys.read(LINK_KEYS, [old])
    browser.set_up(world.link())
    half_way = world.browser()
    world.later(minutes=5)
    world.keys = Keys.read(LINK_KEYS, [new, old])

    assert world.do(running.rotate_secrets, RotateSecrets()).rotated == 1
    assert world.do(running.rotate_secrets, RotateSecrets()).rotated == 0
    world.keys = Keys.read(LINK_KEYS, [new])
    assert half_way.come_back(world.link(), browser.app).step == "done"


def test_without_a_rotation_the_old_key_is_still_needed(world, browser):
    browser.set_up(world.link())
    world.later(minutes=5)
    world.keys = Keys.read(LINK_KEYS, [Fernet.generate_key().decode()])

    with pytest.raises(InvalidToken):
        world.browser().come_back(world.link(), browser.app)


def test_a_rotation_goes_on_where_it_stopped(world):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    world.keys = Keys.read(LINK_KEYS, [old])
    for number in range(3):
        world.invite(f"n-{number}", f"n{number}@example.com", name="N")
        world.browser().set_up(world.link(f"n-{number}", f"n{number}@example.com"))
    world.keys = Keys.read(LINK_KEYS, [new, old])

    rounds = [world.do(running.rotate_secrets, RotateSecrets(most=2)).rotated for _ in range(3)]
    assert rounds == [2, 1, 0]


def test_a_person_can_be_signed_out_everywhere(world, browser):
    browser.set_up(world.link())
    ended = world.do(running.sign_out, SignOutPerson(firm_id="hollis", contact_id="c-1"))

    assert ended.sessions == 1
    with pytest.raises(NotSignedIn):
        world.resolve(browser.session)


def test_nobody_is_signed_out_who_is_not_there(world):
    with pytest.raises(NotFound):
        world.do(running.sign_out, SignOutPerson(firm_id="hollis", contact_id="c-404"))
