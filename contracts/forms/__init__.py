"""Forms: what a firm may ask, and what an answer to it must be.

The same meaning stands in web/src/lib/forms, for the browser; a test holds the one to the other.
"""
