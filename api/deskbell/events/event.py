"""What an event is: a typed fact, with a name in the past tense."""

from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict

TYPES: dict[str, type["Event"]] = {}


class Event(BaseModel):
    """A fact: ids, before, after.

    Never prose, never a person's words, name or address (house.md section 5).
    """

    model_config = ConfigDict(
        defer_build=True, frozen=True, extra="forbid", json_schema_serialization_defaults_required=True
    )

    type: ClassVar[str]
    subject: ClassVar[str]
    internal: ClassVar[bool] = False

    def __init_subclass__(cls, *, type: str | None = None, internal: bool = False, **kwargs: Any) -> None:  # noqa: A002, ANN401 - reads as in the log; pydantic's own
        """Register the type under its name; a class without one is a root of others."""
        super().__init_subclass__(**kwargs)
        if type is not None:
            cls.type, cls.internal = type, internal
            TYPES[type] = cls

    @property
    def subject_id(self) -> int:
        """The number of the thing that changed."""
        number: int = getattr(self, f"{self.subject}_id")
        return number

    @property
    def about_ticket(self) -> int | None:
        """The ticket that this belongs to, if any."""
        return getattr(self, "ticket_id", None)

    @classmethod
    def of(cls, data: dict[str, Any]) -> Self:
        """The fact as it was stored; members of a later version are left out."""
        return cls.model_validate({name: value for name, value in data.items() if name in cls.model_fields})
