"""The toy under the name of the service that answers for matters and for unknown types."""

from tests.backbone.toy import ToyService


class MattersService(ToyService):
    name = "matters"
