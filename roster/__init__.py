"""Who is who in which matter, as firms tell it; each service that needs it keeps its own copy."""
