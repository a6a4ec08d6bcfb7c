"""Billing on one real database; every test is a firm of its own in it."""

from tests.services import firms
from tests.services.billing.scene import Scene

sessions = firms.sessions_of("billing")
scene = firms.begun(Scene)
bare = firms.silent(Scene)
