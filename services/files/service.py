"""Documents: what they are, whose they are, and who may open them.

The bytes travel between browsers and the object store; heavy work on them is the worker's.
"""

from backbone.service import Service, answer, every, hear, left_over
from backbone.setbacks import one_by_one
from roster import hearing as roster
from services.files import (
    archives,
    completing,
    conversations,
    documents,
    from_firms,
    giving_up,
    held,
    left_overs,
    limits,
    listing,
    opening,
    papers,
    sending,
    sources,
    uploads,
    waiting,
    withdrawing,
)
from services.files.settings import FilesSettings
from services.files.work import FilesWork


class FilesService(Service):
    """Events may come twice, late and out of order: see each function for how it copes."""

    name = "files"
    Settings = FilesSettings
    Work = FilesWork
    answers = [
        answer(limits.tell, reading=True),
        answer(uploads.begin),
        answer(uploads.address),
        answer(uploads.look),
        answer(completing.complete),
        answer(giving_up.cancel),
        answer(listing.page, reading=True),
        answer(listing.search, reading=True),
        answer(sources.page, reading=True),
        answer(documents.get, reading=True),
        answer(opening.address),
        answer(archives.make),
        answer(archives.get),
        answer(sending.vouch),
    ]
    hears = [
        *roster.HEARS,
        hear(conversations.begin),
        hear(conversations.begin_restated),
        hear(conversations.begin_another),
        hear(conversations.begin_another_restated),
        hear(sending.share),
        left_over(hear(left_overs.take_sent)),
        hear(held.hold),
        hear(held.share),
        hear(papers.take_answers),
        hear(papers.take_form),
        hear(withdrawing.withdraw),
        hear(from_firms.share),
        hear(from_firms.replace),
        hear(from_firms.revoke),
    ]
    restates = waiting.RESTATES

    @every(60)
    def give_up_what_was_abandoned(self) -> None:
        one_by_one(self, giving_up.unsent, giving_up.give_up)

    @every(60)
    def let_archives_go(self) -> None:
        one_by_one(self, archives.kept, archives.let_go)

    @every(60)
    def sweep_the_store(self) -> None:
        giving_up.sweep(self)
