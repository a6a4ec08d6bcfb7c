"""Somebody who reads a message and is gone, or signs out."""

from urllib.parse import urljoin

from tests.journeys.client import Client
from tests.journeys.devices import on_a_phone
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


# The session is over before the answer says so: the live stream is the first to tell.
ANSWER_LATE = """
  const { fetch: ask } = window;
  window.fetch = async (request, options) => {
    const answer = await ask(request, options);
    if (request.method === 'DELETE') await new Promise((done) => setTimeout(done, 3000));
    return answer;
  };
"""


@on_a_phone
def test_what_was_seen_is_told_though_the_page_is_left_at_once(
    client: Client, office: Office
) -> None:
    client.page.add_init_script(NOTE_PUTS)
    set_up(client, office)
    puts = client.page.evaluate("window.outliving")
    assert [outlives for url, outlives in puts if url.endswith("/read")] == [True]
    signs_out_and_the_answer_comes_last(client)
    assert client.complaints == []


def signs_out_and_the_answer_comes_last(client: Client) -> None:
    client.page.add_init_script(ANSWER_LATE)
    page = client.page
    page.goto(urljoin(page.url, "/msgs"))
    page.get_by_role("button", name="Account").click()
    page.get_by_role("button", name="Sign out").click()
    client.sees("Please sign in again")
    client.sees("You are signed out")
