"""What may stand in the way of a ban."""

from deskbell.core.problems import Conflict, InvalidRequest


class BanExists(Conflict):
    """The same thing is banned already."""

    code, title = "ban_exists", "There is a ban of this already"


class OwnAddressBanned(InvalidRequest):
    """A mailbox of ours would be banned."""

    code, title = "own_address_banned", "That would ban an address of this helpdesk"
