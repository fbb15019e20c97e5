"""What Discord refuses. Every number the renderer obeys stands here, once."""

from __future__ import annotations

# A message of components
COMPONENTS = 40  # counted with everything nested in them
TEXT = 4_000  # characters over all text displays of a message together
BUTTONS_IN_A_ROW = 5
PICTURES = 10  # attachments of a message
PICTURE_BYTES = 10 * 1024 * 1024  # where an interaction names no other figure
ALTERNATIVE = 1_024  # characters of a picture's description

# What is pressed and chosen
CUSTOM_ID = 100
BUTTON_LABEL = 80
OPTIONS = 25
OPTION_LABEL = OPTION_VALUE = OPTION_DESCRIPTION = 100
PLACEHOLDER = 150
CHOSEN = 25  # channels or roles that one chooser takes

# A form
MODAL_TITLE = 45
MODAL_FIELDS = 5
FIELD_LABEL = 45
FIELD_DESCRIPTION = 100
FIELD_PLACEHOLDER = 100
FIELD_TEXT = 4_000
RADIO_OPTIONS = 10
RADIO_OPTIONS_LEAST = 2  # with fewer Discord refuses a radio group; a select takes one

# A message without components, and what commands suggest
CONTENT = 2_000
SUGGESTIONS = 25
SUGGESTION_NAME = SUGGESTION_VALUE = 100
COMMAND_NAME = 32
COMMAND_DESCRIPTION = 100
COMMAND_OPTIONS = 25
COMMAND_CHARACTERS = 8_000  # names, descriptions and values of one command, the longest localisation counting
NONCE = 25
