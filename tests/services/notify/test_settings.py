"""What notify is told is right, or refused at the start by the name of the variable."""

import pytest

from backbone.settings import load
from services.notify.settings import NotifySettings

GOOD = {
    "REDWELL_AMQP_URL": "amqp://u:p@localhost:8072/",
    "REDWELL_DATABASE_URL": "postgresql://u:p@localhost:8054/notify",
    "REDWELL_PUBLIC_URL": "https://portal.example.test",
    "REDWELL_LINK_KEYS": "key",
    "REDWELL_SMTP_URL": "smtps://mail.example.test",
    "REDWELL_MAIL_FROM": "portal@example.test",
}


@pytest.mark.parametrize(
    "url",
    [
        "smtp://localhost:25",
        "smtp://127.0.0.1:1025/",
        "smtps://[::1]:465",
        "smtp+starttls://user%40firm:a%23b%2Fc%3F%C3%9F@mail.example.com:587",
        "smtp+starttls://user:p!a$s&s*(w)o+r,d;=~@mail.example.com",
    ],
)
def test_a_mail_server_s_address_may_hold_what_is_percent_encoded(url: str) -> None:
    assert load(NotifySettings, GOOD | {"REDWELL_SMTP_URL": url}).smtp_url == url


@pytest.mark.parametrize("password", ["a#b", "a/b", "a?b", "a@b", "aßb", "a b", "a%b", "a\n"])
def test_a_password_that_is_not_percent_encoded_is_refused_at_the_start(password: str) -> None:
    url = f"smtps://user:{password}@mail.example.test:465"
    with pytest.raises(SystemExit, match="REDWELL_SMTP_URL") as ended:
        load(NotifySettings, GOOD | {"REDWELL_SMTP_URL": url})
    assert f"user:{password}" not in str(ended.value)


@pytest.mark.parametrize("port", ["abc", "587x", "-1", ""])
def test_a_port_that_is_none_is_refused_at_the_start(port: str) -> None:
    with pytest.raises(SystemExit, match="REDWELL_SMTP_URL"):
        load(NotifySettings, GOOD | {"REDWELL_SMTP_URL": f"smtp://mail.example.test:{port}"})


def test_a_sender_of_another_script_is_written_as_it_travels() -> None:
    loaded = load(NotifySettings, GOOD | {"REDWELL_MAIL_FROM": "Portal <portal@bücher.example>"})
    assert loaded.sender == "portal@xn--bcher-kva.example"
