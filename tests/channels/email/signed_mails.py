"""Mails signed by DKIM, and the zone in which their keys stand."""

import base64

import dkim
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from tests.channels.email.name_server import txt

RSA = rsa.generate_private_key(65537, 2048)
RSA_PEM = RSA.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
RSA_PUBLIC = base64.b64encode(
    RSA.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
).decode()
ED = ed25519.Ed25519PrivateKey.generate()
ED_SEED = base64.b64encode(ED.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()))
ED_PUBLIC = base64.b64encode(ED.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()

BODY = "Hello,\r\n\r\nthe printer is on fire  again.\t\r\n\r\n\r\n"


def mail(sender="Ann <ann@example.org>", *extra, body=BODY, subject="Help"):
    """A plain mail; `extra` are whole header lines below the others."""
    lines = [f"From: {sender}", "To: support@desk.test", f"Subject: {subject}", "Message-ID: <1@example.org>"]
    return "\r\n".join([*lines, *extra, "", body]).encode()


def signed(raw, domain="example.org", *, selector="s1", algorithm=b"rsa-sha256", **options):
    """The mail with a signature of the domain on top."""
    key = ED_SEED if algorithm == b"ed25519-sha256" else RSA_PEM
    options.setdefault("canonicalize", (b"relaxed", b"relaxed"))
    header = dkim.sign(raw, selector.encode(), domain.encode(), key, signature_algorithm=algorithm, **options)
    return header + raw


def keys(domain, selector="s1"):
    """The zone's entries for the keys of a domain."""
    return {
        (f"{selector}._domainkey.{domain}", "TXT"): txt(f"v=DKIM1; k=rsa; p={RSA_PUBLIC}"),
        (f"ed._domainkey.{domain}", "TXT"): txt(f"v=DKIM1; k=ed25519; p={ED_PUBLIC}"),
    }


def policy(domain, text="v=DMARC1; p=reject"):
    """The zone's entry for a DMARC policy."""
    return {(f"_dmarc.{domain}", "TXT"): txt(text)}
