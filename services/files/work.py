"""What files' functions work with."""

from backbone.work import Work
from services.files.settings import FilesSettings
from services.files.store import Store


class FilesWork(Work):
    @property
    def settings(self) -> FilesSettings:
        loaded: FilesSettings = self.service.settings
        return loaded

    @property
    def store(self) -> Store:
        """The object store. It is spoken to outside of transactions: `apart` begins that."""
        return self.settings.store

    def apart(self) -> Store:
        """Commit what was done so far, and answer the store; what follows is a new transaction."""
        self.session.commit()
        return self.store
