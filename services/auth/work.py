"""What a function of auth works with."""

import dataclasses

from backbone.work import Work
from services.auth.keys import Keys
from services.auth.settings import AuthSettings


@dataclasses.dataclass(frozen=True)
class AuthWork(Work):
    @property
    def settings(self) -> AuthSettings:
        loaded: AuthSettings = self.service.settings
        return loaded

    @property
    def keys(self) -> Keys:
        return self.settings.keys
