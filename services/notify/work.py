"""What notify's functions work with."""

from backbone.work import Work
from services.notify.settings import NotifySettings


class NotifyWork(Work):
    @property
    def settings(self) -> NotifySettings:
        loaded: NotifySettings = self.service.settings
        return loaded
