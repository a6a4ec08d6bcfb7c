"""Appointments as calendars read them (RFC 5545 and 7986)."""
