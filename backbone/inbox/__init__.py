"""What comes in: each event is read, judged and applied exactly once, or waits, or is parked."""
