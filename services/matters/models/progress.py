"""Where matters stand."""

import datetime
import uuid

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from roster.models import Matter
from services.matters.models.model import Model


class Progress(Model):
    """As the firm said it last. `told_at`: the time of the event that did."""

    __tablename__ = "progress"

    matter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Matter.id), primary_key=True)
    stage: Mapped[str]
    stages: Mapped[list[str]]
    since: Mapped[datetime.date | None]
    next_step: Mapped[str]
    who_acts: Mapped[str]
    next_on: Mapped[datetime.date | None]
    told_at: Mapped[datetime.datetime]
