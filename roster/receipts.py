"""Whether a firm's people see what the others have read and opened: as the firm last said."""

from backbone.postgres import newest
from backbone.work import Work
from contracts.errors import NotYet
from contracts.events.firms import FirmPolicyChanged
from roster.models import Firm, ReceiptsShown


def show(work: Work, event: FirmPolicyChanged) -> None:
    """From now on the firm's people see each other's receipts, or do not; of two the newer counts.

    Raises NotYet before the firm is registered.
    """
    if event.receipts_shown is None:
        return
    if work.session.get(Firm, work.firm_id) is None:
        raise NotYet(f"The firm '{work.firm_id}' is not registered yet.")
    firm, said = {"firm_id": work.firm_id}, {"shown": event.receipts_shown}
    newest.put(work.session, ReceiptsShown, firm, said, at=work.at)
