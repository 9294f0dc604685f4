"""Mails for tests, and one conversation by SMTP."""

from tests.channels.email.speaking import Speaker


def mail(body="Hello.", *, sender="Nia <nia@example.org>", subject="It is broken", **headers):
    """A plain mail; header names in `headers` have `_` for `-`, None leaves one out."""
    fields = {"From": sender, "To": "support@desk.example.com", "Subject": subject}
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"{name}: {value}" for name, value in fields.items() if value is not None]
    return "\r\n".join([*lines, "", body, ""]).encode()


async def send(port, raw, *recipients, sender="nia@example.org", hello="EHLO client.test"):
    """Deliver a mail; the answers to DATA's content, one for SMTP, one a recipient for LMTP."""
    recipients = recipients or ("support@desk.example.com",)
    speaker = await Speaker.connect(port)
    try:
        *_, ready = await speaker.begin(*recipients, hello=hello, sender=sender)
        if not ready.startswith("354"):
            return [ready]
        raw = raw if raw.endswith(b"\r\n") else raw + b"\r\n"
        await speaker.say(raw.replace(b"\r\n.", b"\r\n..") + b".\r\n")
        return [await speaker.answer() for _ in (recipients if hello.startswith("LHLO") else [0])]
    finally:
        await speaker.close()
