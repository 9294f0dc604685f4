"""How much of a mail is read. What lies beyond is noted, never an error: the raw mail is kept in any case."""

from typing import Final

MAX_MAIL: Final = 40_000_000
MAX_HEADER_BLOCK: Final = 256_000
MAX_HEADER: Final = 64_000
MAX_HEADERS: Final = 2_000
# How far behind the header block's limit is still looked for its end; beyond is taken to be body.
MAX_HEADER_SEARCH: Final = 4_000_000
MAX_PARTS: Final = 1_000
MAX_DEPTH: Final = 50
# Lines that look like a boundary of any multipart: mail made of them would else take a second.
MAX_DELIMITERS: Final = 100_000
# Messages inside of messages are read this deep; the attachment holds them whole.
MAX_NESTED_LEVELS: Final = 3
MAX_NESTED: Final = 50
# Text of all bodies of a mail; a body beyond is an attachment.
MAX_TEXT: Final = 2_000_000
MAX_ADDRESSES: Final = 1_000
MAX_IDS: Final = 200
MAX_NAME: Final = 1_000
