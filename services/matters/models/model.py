"""What all rows of matters share: how Python's types are stored."""

import datetime
import uuid

from sqlalchemy import BigInteger, DateTime, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import DeclarativeBase

from contracts.values import (
    Answer,
    AppointmentState,
    AttachmentState,
    FormState,
    TaskState,
    Thing,
)


class Model(DeclarativeBase):
    type_annotation_map = {
        datetime.datetime: DateTime(timezone=True),
        int: BigInteger,
        str: Text,
        Thing: Text,
        TaskState: Text,
        AppointmentState: Text,
        Answer: Text,
        list[uuid.UUID]: ARRAY(Uuid),
        FormState: Text,
        AttachmentState: Text,
        list[str]: ARRAY(Text),
    }
