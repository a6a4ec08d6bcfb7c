"""Children that may reach nothing: no network, no secrets, no files but their own, with limits."""
