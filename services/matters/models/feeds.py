"""Private calendar feeds, and until when an address of a person's mailbox was theirs."""

import datetime
import uuid

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.matters.models.model import Model


class Feed(Model):
    """`digest`: of the secret at the end of its address; the secret itself is kept nowhere.

    `fetched_by`: the calendar that read it last, as it calls itself.
    """

    __tablename__ = "feeds"
    __table_args__ = (
        Index("feeds_by_digest", "digest", unique=True),
        Index(
            "feeds_of_account",
            "account_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    account_id: Mapped[uuid.UUID]
    digest: Mapped[bytes]
    full: Mapped[bool]
    made_at: Mapped[datetime.datetime]
    ended_at: Mapped[datetime.datetime | None]
    fetched_at: Mapped[datetime.datetime | None]
    fetched_by: Mapped[str]


class FeedPerson(Model):
    """Somebody whose appointments a feed holds: one of its account's persons."""

    __tablename__ = "feed_people"
    __table_args__ = (Index("feeds_of_person", "person_id"),)

    feed_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("feeds.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)


class Mailbox(Model):
    """By the digest of its address: with another one, whoever reads the old one reads no feed."""

    __tablename__ = "mailboxes"

    person_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    digest: Mapped[str]
    said_at: Mapped[datetime.datetime]
