"""What Slack refuses. Every number the renderer obeys stands here, once."""

from __future__ import annotations

# A message of blocks
BLOCKS = 50
TEXT = 12_000  # characters over all blocks: Slack refuses a message at about 13,200 (msg_blocks_too_long)
FALLBACK = 3_000  # characters of the text for notifications and screen readers; Slack cuts at 40,000
RICH = 3_000  # characters of one rich text, as of one section
HEADER = 150
FIELDS = 10  # of one section
FIELD = 2_000
CONTEXT = 2_000  # characters of one line of small print
ACTIONS = 25  # elements of one row; we set fewer beside each other
TABLE_ROWS = 100
TABLE_COLUMNS = 20
TABLE_TEXT = 4_000  # characters: a longer comparison is no table any more
PICTURES = 10
ALTERNATIVE = 2_000

# What is pressed and chosen
BUTTON_LABEL = 75
BUTTON_VALUE = 2_000
ACTION_ID = 255
OPTIONS = 100
OPTION_LABEL = OPTION_DESCRIPTION = 75
OPTION_VALUE = 150
PLACEHOLDER = 150
CHOSEN = 50  # channels or people that one chooser takes

# A form, and the home tab
VIEW_BLOCKS = 100
VIEW_TITLE = VIEW_BUTTON = 24
METADATA = 3_000
VIEW_FIELDS = 20  # of one step
FIELD_LABEL = 2_000
FIELD_HINT = 2_000
FIELD_TEXT = 3_000

# Time
RESPONSES = 5  # uses of one response address
RESPONSE_SECONDS = 30 * 60
TRIGGER_SECONDS = 3.0

# The manifest and the agent
COMMAND_DESCRIPTION = 100  # Slack allows 2,000; a longer one is cut where people read it
COMMAND_HINT = 100
SHORTCUT_NAME = 24
SHORTCUT_DESCRIPTION = 150
APP_DESCRIPTION = 140
PROMPTS = 4
PROMPT_TITLE = 75
THREAD_TITLE = 80
