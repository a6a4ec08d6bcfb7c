"""All that crosses a boundary: events, calls, errors, ids, links and where they travel."""
