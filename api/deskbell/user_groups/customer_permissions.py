"""The permissions that customers can have, all by groups (domain.md section 3.1)."""

from typing import Final

_CONTENT: Final = tuple(
    f"{kind}.{act}"
    for kind in ("articles", "news", "downloads", "guides")
    for act in ("view", "rate", "comment", "comment_unmoderated")
)
CUSTOMER_PERMISSIONS: Final = (
    "support_center.enter",
    "tickets.submit",
    "tickets.submit_by_email",
    "tickets.reopen",
    "tickets.close",
    "tickets.set_priority",
    "tickets.receive_autoresponse",
    "chat.start",
    "calls.start",
    *_CONTENT,
    "news.subscribe",
    "troubleshooter.use",
    "community.view",
    "community.post",
    "community.comment",
    "community.vote",
)
