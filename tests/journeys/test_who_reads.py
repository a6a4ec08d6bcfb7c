"""Who reads along is always true on the screen, and nobody writes to whom they were not shown."""

from typing import Any

from playwright.sync_api import expect

from contracts.events.matters import MatterParticipantAdded, MatterParticipantRemoved
from tests.journeys.client import Client
from tests.journeys.office import Office
from tests.journeys.ways_in import set_up

LENA = {"contact_id": "lena", "name": "Dr. Lena Brandt", "kind": "third_party", "role": "Expert"}
OTTO = {
    "contact_id": "otto",
    "name": "Otto Lindqvist",
    "kind": "third_party",
    "role": "Interpreter",
}
ANSWER = "This is for you and Nora alone."


def admit(office: Office, person: dict[str, Any], reason: str = "") -> None:
    office.publish(MatterParticipantAdded(matter_id="M-1", reason=reason, **person))


def test_the_page_shows_at_once_who_comes_and_goes_and_asks_before_a_stranger_reads(
    client: Client, office: Office
) -> None:
    set_up(client, office)
    messages = client.page.get_by_label("Messages", exact=True)
    readers = client.page.get_by_role("button", name="Who reads this")
    expect(readers).to_contain_text("Who reads this: 2 people")

    admit(office, LENA, "Reads the lab reports for us.")
    expect(messages).to_contain_text("Dr. Lena Brandt joined as Expert")
    expect(messages).to_contain_text("Reads the lab reports for us.")
    expect(readers).to_contain_text("Who reads this: 3 people")
    admit(office, LENA | {"role": "Witness"})
    expect(messages).to_contain_text("Dr. Lena Brandt now takes part as Witness")
    client.looks_right("who-reads-line")

    client.context.set_offline(True)
    client.page.get_by_label("Your message").fill(ANSWER)
    client.page.get_by_role("button", name="Send", exact=True).click()
    admit(office, OTTO)
    office.say("Otto helps us from now on.")
    office.wait_to_see("message.sent", body="Otto helps us from now on.")
    client.context.set_offline(False)
    question = messages.get_by_role("alert")
    expect(question).to_contain_text("Otto Lindqvist (Interpreter) can read this too since")
    client.looks_right("who-reads-question")
    question.get_by_role("button", name="Send").click()
    office.wait_to_see("message.sent", body=ANSWER)
    expect(question).to_have_count(0)
    client.sees_message(ANSWER)

    office.publish(MatterParticipantRemoved(matter_id="M-1", contact_id="lena"))
    expect(messages).to_contain_text("Dr. Lena Brandt (Witness) no longer takes part")
    office.close_matter()
    expect(client.page.get_by_text("This matter is closed.")).to_be_visible()
    expect(client.page.get_by_label("Your message")).to_have_count(0)
    assert [each for each in client.complaints if "ERR_INTERNET" not in each] == []
