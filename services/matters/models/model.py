"""What all rows of matters share: how Python's types are stored."""

import datetime

from sqlalchemy import BigInteger, DateTime, Text
from sqlalchemy.orm import DeclarativeBase

from contracts.values import Thing


class Model(DeclarativeBase):
    type_annotation_map = {
        datetime.datetime: DateTime(timezone=True),
        int: BigInteger,
        str: Text,
        Thing: Text,
    }
