"""The one-time code that proves a mailbox.

Neither the subject nor the first lines hold it: those show on a locked phone.
"""

import datetime
import math

from services.notify.emails.rendering import Rendered, render
from services.notify.models import Firm


def generate(firm: Firm, code: str, valid_for: datetime.timedelta, host: str) -> Rendered:
    """`valid_for`: from when the code was made; shown in whole minutes."""
    return render(
        "code",
        subject=f"Your sign-in code for {firm.name}",
        firm=firm,
        code=code,
        minutes=math.ceil(valid_for.total_seconds() / 60),
        host=host,
    )
