"""What gunicorn serves: `gateway.app:app`."""

from backbone import log
from backbone.settings import load
from gateway.program import program
from gateway.settings import Settings

settings = load(Settings)
log.configure("gateway", settings.log_level)
app = program(settings)
