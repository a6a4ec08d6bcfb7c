"""Somebody who reads a message and is gone."""

import pytest

from tests.journeys.client import PHONE, Client
from tests.journeys.office import Office
from tests.journeys.ways_in import set_up

# Whether each PUT outlives its page. To cut it off for real would take luck: on this machine it
# has arrived before any page can be left.
NOTE_PUTS = """
  window.outliving = [];
  const { fetch } = window;
  window.fetch = (request, options) => {
    if (request.method === 'PUT') window.outliving.push([request.url, request.keepalive]);
    return fetch(request, options);
  };
"""


@pytest.mark.parametrize("client", [PHONE], ids=["phone"], indirect=True)
def test_what_was_seen_is_told_though_the_page_is_left_at_once(
    client: Client, office: Office
) -> None:
    client.page.add_init_script(NOTE_PUTS)
    set_up(client, office)
    puts = client.page.evaluate("window.outliving")
    assert [outlives for url, outlives in puts if url.endswith("/read")] == [True]
    assert client.complaints == []
