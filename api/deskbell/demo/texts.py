"""What people say in the demonstration."""

from dataclasses import dataclass
from typing import Literal

PEOPLE: list[tuple[str, str, Literal["admin", "agent", "customer"]]] = [
    ("Ada Winter", "ada@deskbell.example", "admin"),
    ("Ben Okafor", "ben@deskbell.example", "agent"),
    ("Chiara Rossi", "chiara@deskbell.example", "agent"),
    ("Mira Lindqvist", "mira@northwind.example", "customer"),
    ("Tomás Herrera", "tomas@lumen.example", "customer"),
    ("Priya Nair", "priya@sandbank.example", "customer"),
    ("Jonas Weber", "jonas@weber-druck.example", "customer"),
    ("Amélie Dubois", "amelie@atelier-dubois.example", "customer"),
    ("Kenji Sato", "kenji@satoworks.example", "customer"),
    ("Olu Adeyemi", "olu@brightfield.example", "customer"),
]
LABELS = [
    ("refund", "#e8590c"),
    ("bug", "#c2255c"),
    ("vip", "#5f3dc4"),
    ("mobile", "#1098ad"),
    ("invoice", "#2f9e44"),
    ("payment", "#0b7285"),
]

ADA, BEN, CHIARA = (address for _, address, _ in PEOPLE[:3])
MIRA, TOMAS, PRIYA, JONAS, AMELIE, KENJI, OLU = (address for _, address, _ in PEOPLE[3:])
TRADE = (MIRA, JONAS)
"""Who buys for a business: a group of customers."""


@dataclass(frozen=True, slots=True)
class Line:
    """One message: who says what, how many minutes ago."""

    who: str
    minutes_ago: int
    html: str
    note: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """One ticket."""

    subject: str
    lines: tuple[Line, ...]
    kind: str = "open"
    department: int = 0
    assignee: str | None = None
    priority: str = "Normal"
    labels: tuple[str, ...] = ()


STORIES = [
    Story(
        "Two of the twelve chairs arrived damaged",
        (
            Line(
                MIRA,
                95,
                "<p>Hello,</p><p>our order of twelve Fjord chairs came this morning. Two of them have a "
                "crack in the "
                "left back leg, as if something heavy had stood on the box. We open on Saturday and need "
                "all twelve.</p>"
                "<p>Can you send replacements before then?</p><p>Kind regards<br>Mira</p>",
            ),
            Line(
                BEN,
                70,
                "<p>Hi Mira,</p><p>I am sorry about that, and thank you for telling us so quickly. I have "
                "asked the warehouse "
                "to set two chairs aside. Could you send a photo of the label on the box, so that the "
                "carrier accepts the claim?</p>"
                "<p>Best,<br>Ben</p>",
            ),
            Line(
                BEN,
                68,
                "<p>Warehouse has four left. I reserved <strong>two</strong> until tomorrow noon, under "
                "HP-20417.</p>",
                note=True,
            ),
            Line(
                MIRA,
                24,
                "<p>Of course. The label says <strong>CN-88 213 450</strong>, and both boxes have the "
                "same dent on the side. "
                "Friday before noon would be perfect.</p>",
            ),
        ),
        department=2,
        assignee=BEN,
        priority="High",
        labels=("vip",),
    ),
    Story(
        "Invoice 2026-1183 shows the old address",
        (
            Line(
                TOMAS,
                38,
                "<p>Good morning, we moved in September and told you then. The invoice from yesterday "
                "still shows Calle Mayor 4. "
                "Our accountant can't book it like this. Could we have a corrected one?</p>",
            ),
        ),
        kind="new",
        department=1,
        labels=("invoice",),
    ),
    Story(
        "The app signs me out every few minutes",
        (
            Line(
                PRIYA,
                190,
                "<p>Since the update on Tuesday the app asks for my password again and again, on two phones. "
                "Steps:</p><ol><li>open the app</li><li>look at an order</li><li>wait five minutes</li></ol>"
                "<p>It happens on Android 16 only; my tablet is fine.</p>",
            ),
            Line(
                CHIARA,
                160,
                "<p>Reproduced on the test phone. The token is dropped when the app goes to sleep: see "
                "<code>session.refresh</code> "
                "in the log. Asked the app team.</p>",
                note=True,
            ),
            Line(
                CHIARA,
                150,
                "<p>Hi Priya, thank you for the clear steps: we see it too, and our app team works on it. "
                "I will write as soon as the fix is in the store.</p>",
            ),
        ),
        kind="on_hold",
        assignee=CHIARA,
        priority="Urgent",
        labels=("bug", "mobile"),
    ),
    Story(
        "How do I add a second delivery address?",
        (
            Line(
                JONAS,
                420,
                "<p>Is there a way to keep two delivery addresses, one for the shop and one for the "
                "workshop?</p>",
            ),
            Line(
                BEN,
                390,
                "<p>Yes: in <em>Profile → Addresses</em> choose <em>Add</em>, and give each one a name. "
                "At checkout you can pick between them. Does that work for you?</p>",
            ),
        ),
        kind="pending",
        assignee=BEN,
        priority="Low",
    ),
    Story(
        "Refund for order HP-19984",
        (
            Line(
                AMELIE,
                1500,
                "<p>Bonjour, I sent the lamp back two weeks ago and the tracking says it was delivered. "
                "When will I get the refund?</p>",
            ),
            Line(
                CHIARA,
                1380,
                "<p>Bonjour Amélie, it was booked in this morning. The refund of 149.00 EUR is on its way "
                "and takes two to "
                "three working days.</p>",
            ),
            Line(AMELIE, 1310, "<p>Merci beaucoup!</p>"),
        ),
        kind="solved",
        department=1,
        assignee=CHIARA,
        labels=("refund",),
    ),
    Story(
        "Wrong color delivered: ordered oak, got walnut",
        (
            Line(
                KENJI,
                12,
                "<p>The shelf we received today is walnut. The order (HP-20433) says oak. It is a "
                "beautiful shelf, "
                "but it doesn't go with the others. What can we do?</p>",
            ),
        ),
        kind="new",
        department=2,
    ),
    Story(
        "Quote for 40 desks",
        (
            Line(
                OLU,
                2900,
                "<p>We are furnishing a new floor in March and would like a quote for 40 Skagen desks, "
                "with delivery to Leeds.</p>",
            ),
            Line(
                ADA,
                2700,
                "<p>Thank you, Olu. I have attached nothing yet on purpose: for 40 pieces we can offer "
                "two finishes at the same "
                "price. Shall I quote both?</p>",
            ),
        ),
        kind="pending",
        assignee=ADA,
        priority="High",
        labels=("vip",),
    ),
    Story(
        "Can't download the assembly guide",
        (
            Line(
                JONAS,
                55,
                "<p>The link on the product page of the Skagen desk ends in an error. Could you send me "
                "the guide?</p>",
            ),
        ),
        kind="open",
        labels=("bug",),
    ),
]
