"""What may stand in the way of a logo."""

from deskbell.core.problems import InvalidRequest


class LogoUnfit(InvalidRequest):
    """The upload is somebody else's, used already, gone, no picture, or too large."""

    code, title = "logo_unfit", "This file can't be the logo"
