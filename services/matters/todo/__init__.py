"""To Do: what waits for whom over all services, as a list that follows what their owners tell."""
