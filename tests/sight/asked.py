"""What each operation on a ticket is in the words of the domain; the document names the operations."""

TICKET_ACTS = {
    "get_ticket": "view",
    "get_conversation": "view",
    "list_history": "view",
    "list_messages": "view",
    "get_message": "view",
    "list_ticket_deliveries": "view",
    "list_ticket_copies": "view",
    "list_held_replies": "view",
    "delete_held_reply": "view",
    "list_ticket_links": "view",
    "create_ticket_link": "link",
    "revoke_ticket_link": "link",
    "update_ticket": "set_fields",
    "set_ticket_organization": "set_fields",
    "remove_ticket_organization": "set_fields",
    "set_ticket_private": "set_private",
    "remove_ticket_private": "set_private",
    "delete_ticket": "delete",
    "create_message": "reply",
    "create_held_reply": "reply",
    "create_ticket_copy": "reply",
    "delete_ticket_copy": "reply",
    "create_note": "note",
    "add_follower_to_ticket": "note",
    "remove_follower_from_ticket": "note",
    "set_assignee": "assign",
    "remove_assignee": "assign",
    "set_team": "assign",
    "remove_team": "assign",
    "remove_let_in_from_ticket": "assign",
    "set_department": "move",
    "set_status_of_ticket": "set_status",
    "set_solved": "set_status",
    "add_label_to_ticket": "label",
    "remove_label_from_ticket": "label",
}
"""Customers close a ticket by `set_solved`; for agents that is a status."""
ELSEWHERE = {"restore_ticket"}  # what is put away, which a test of its own asks
CAN = {
    "reply": "reply",
    "note": "note",
    "set_fields": "set_fields",
    "set_status": "set_status",
    "take": "take",
    "assign": "assign",
    "move": "move",
    "label": "label",
    "link": "link",
    "delete": "delete",
    "follow": "view",
}
"""What a ticket says that one can do -> the act of the matrix."""


def act_of(operation, level):
    """The act that an operation is for somebody on this level."""
    act = TICKET_ACTS[operation.name]
    return "close" if operation.name == "set_solved" and level in {"guest", "user"} else act
