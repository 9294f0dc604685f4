"""A device that makes and uses passkeys, in software."""

import base64
import json
import secrets
from hashlib import sha256

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

UP, UV, AT = 1, 4, 64  # somebody was there; it was their finger; a key follows


def _text(value):
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


class Device:
    """Keeps one passkey for one site. `verifies`: whether it asks for a finger."""

    def __init__(self, origin="http://test", *, verifies=True):
        self.origin, self.verifies = origin, verifies
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.number, self.uses = secrets.token_bytes(16), 0

    def make(self, options):
        """What `navigator.credentials.create` gives."""
        point = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)}
        key = bytes(16) + len(self.number).to_bytes(2) + self.number + cbor2.dumps(cose)
        data = self._data(options["rp"]["id"], AT) + key
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", options)
        return self._said({"clientDataJSON": _text(client), "attestationObject": _text(attestation)})

    def use(self, options):
        """What `navigator.credentials.get` gives."""
        self.uses += 1
        data, client = self._data(options["rpId"]), self._client("webauthn.get", options)
        signature = self.key.sign(data + sha256(client).digest(), ec.ECDSA(SHA256()))
        parts = {"clientDataJSON": client, "authenticatorData": data, "signature": signature}
        return self._said({name: _text(value) for name, value in parts.items()})

    def _data(self, site, more=0):
        flags = UP | (UV if self.verifies else 0) | more
        return sha256(site.encode()).digest() + bytes([flags]) + self.uses.to_bytes(4)

    def _client(self, kind, options):
        said = {"type": kind, "challenge": options["challenge"], "origin": self.origin}
        return json.dumps(said).encode()

    def _said(self, response):
        number = _text(self.number)
        return {"id": number, "rawId": number, "type": "public-key", "response": response}
