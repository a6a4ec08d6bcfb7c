"""How large a form and its answers may be. An event holds the one or the other."""

DEFINITION_BYTES = 240_000  # of its JSON in UTF-8
ANSWER_BYTES = 240_000
ANSWER_BYTES_EACH = 60_000
PAGES = 40
SECTIONS = 20  # on a page
QUESTIONS = 400
ROWS = 50
OPTIONS = 200
LANGUAGES = 10
PARTS = 20  # of a condition, each of which may have as many
DEPTH = 4
SIGNATURES = 10
LABEL = 300  # characters
HELP = 2_000
TEXT = 10_000
LONGEST_PART = 200  # of an address or a person
FLAWS = 100  # told at a time
