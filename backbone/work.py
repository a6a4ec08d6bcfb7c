"""What a function behind a service works with: one transaction, one moment, one firm."""

import dataclasses
import datetime
import uuid
from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from backbone import due
from backbone.outbox import writing
from backbone.settings import ServiceSettings
from contracts.events import Event

if TYPE_CHECKING:
    from backbone.service import Service


@dataclasses.dataclass(frozen=True)
class Work:
    """One call, event or turn of the clock; all that is done by it commits together, or not at all.

    `now`: when it began (UTC), before any wait for a lock. `at`: the time that the event itself
    states, which may lie long before; the same as `now` where there is no event. `firm_id`: the
    firm that the event is of; a call is on behalf of persons at several firms, and its `firm_id`
    is none of theirs.
    """

    service: "Service"
    session: Session
    now: datetime.datetime
    at: datetime.datetime
    firm_id: str

    @property
    def settings(self) -> ServiceSettings:
        """The service's own, read once at the start; a service narrows this to its own type."""
        loaded: ServiceSettings = self.service.settings
        return loaded

    def publish(
        self, event: Event, firm_id: str = "", *, event_id: uuid.UUID | None = None
    ) -> uuid.UUID:
        """Let the event go out once this has committed, at least once; returns its id.

        It is of the firm that this work is for, unless another one is named.
        """
        return writing.publish(
            self.session, event, firm_id or self.firm_id, time=self.now, event_id=event_id
        )

    def row_of(self, event: Event, firm_id: str = "") -> dict[str, Any]:
        """The parameters of a statement made by `outbox.writing.publishing`: `publish` at once
        with what the statement changes."""
        return writing.row_of(event, firm_id or self.firm_id, time=self.now)

    def due(self, rows: Hashable, at: datetime.datetime | None = None) -> None:
        """Wake the clock that looks after the `rows`, a table or its model, once this has
        committed: at the moment `at`, at once without one."""
        due.note(self.session, rows, at or self.now)
