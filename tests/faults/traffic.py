"""How far the traffic has come, and how far it may go before the next fault; and the ledger of it.

The ledger is a file outside of the product: a line before each mail is sent, one when it was acknowledged,
one when an answer was.
"""

import json
import threading

LEAD = 25


class Traffic:
    """Shared by all customers and agents of a round."""

    def __init__(self, ledger):
        self._ledger = ledger.open("a")
        self._turn = threading.Condition()
        self._allowed = 0
        self.sent = {}
        self.acknowledged = set()
        self.answered = {}
        self.sent_again = 0
        self.broken = None

    @property
    def done(self):
        """Mails and answers that were acknowledged."""
        return len(self.acknowledged) + len(self.answered)

    def allow(self, moment):
        """Let the traffic come this far."""
        with self._turn:
            self._allowed = moment
            self._turn.notify_all()

    def await_turn(self, *, mail=False):
        """Wait until one more may be sent; False when the round has broken off.

        Mails are only so many ahead of the answers, so that faults meet both.
        """

        def may():
            ahead = len(self.acknowledged) - len(self.answered) if mail else 0
            return self.broken or (self.done < self._allowed and ahead < LEAD)

        with self._turn:
            self._turn.wait_for(may)
        return not self.broken

    def wait_until_done(self, moment, seconds):
        """Until the traffic has come this far."""
        with self._turn:
            if not self._turn.wait_for(lambda: self.done >= moment or self.broken, seconds):
                raise TimeoutError(f"the traffic stands still at {self.done} of {moment}")

    def break_off(self, error):
        """End the round."""
        with self._turn:
            self.broken = error
            self._turn.notify_all()

    def sending(self, mail):
        self.sent[mail.token] = mail
        self._write("sending", mail.token, mail.hashes)

    def took(self, mail):
        """A door has acknowledged the mail."""
        with self._turn:
            self.acknowledged.add(mail.token)
            self._write("acknowledged", mail.token)
            self._turn.notify_all()

    def answering(self, token, hashes):
        self._write("answering", token, hashes)

    def answered_by(self, token, message_id, hashes):
        """The API has acknowledged an answer."""
        with self._turn:
            self.answered[token] = (message_id, hashes)
            self._write("answered", token, message_id)
            self._turn.notify_all()

    def close(self):
        self._ledger.close()

    def _write(self, what, *words):
        self._ledger.write(json.dumps([what, *words]) + "\n")
        self._ledger.flush()
