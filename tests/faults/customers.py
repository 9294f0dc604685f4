"""The customers' mail servers: each mail is sent until it is acknowledged, as a mail server does."""

import random
import re
import smtplib
import time

from tests.faults.mails import SUPPORT

MOST_TRIES = 2000
PAUSE_SECONDS = 0.1
BY_LMTP = 0.2
HANG_UP = 0.03
ACCEPTED = 250
START_INPUT = 354


class NotTaken(Exception):
    """A mail was not acknowledged in all that time."""


class MailServer:
    """Delivers mails to the helpdesk's doors, or to the provider that keeps them for it."""

    def __init__(self, world, seed):
        self.world = world
        self.chance = random.Random(seed)

    def insist(self, mail, trace=b""):
        """Deliver until it is acknowledged; sometimes nobody waits for that, and it goes again."""
        hang_up = self.chance.random() < HANG_UP
        for _ in range(MOST_TRIES):
            if self.deliver(mail, trace, hang_up=hang_up):
                return
            hang_up = False
            time.sleep(PAUSE_SECONDS)
        raise NotTaken(mail.token)

    def deliver(self, mail, trace, *, hang_up=False):
        """Whether it was acknowledged; one who hangs up behind the dot never knows."""
        if mail.by_imap:
            self.world.provider.deliver(trace + mail.raw)
            return True
        lmtp = self.chance.random() < BY_LMTP
        kind, port = (smtplib.LMTP, self.world.lmtp) if lmtp else (smtplib.SMTP, self.world.smtp)
        try:
            with kind("127.0.0.1", port, timeout=20) as server:
                server.ehlo_or_helo_if_needed()
                answers = [server.mail(mail.sender), server.rcpt(SUPPORT)]
                if any(code != ACCEPTED for code, _ in answers) or server.docmd("DATA")[0] != START_INPUT:
                    return False
                server.send(re.sub(rb"(?m)^\.", b"..", trace + mail.raw) + b".\r\n")
                if hang_up:
                    server.close()
                    return False
                return server.getreply()[0] == ACCEPTED
        except (OSError, smtplib.SMTPException):
            return False


class Customers:
    """One thread's share of the mails."""

    def __init__(self, traffic, server, mails):
        self.traffic, self.server, self.mails = traffic, server, mails

    def run(self):
        """Send all of them, each when it may be."""
        try:
            for mail in self.mails:
                if not self.traffic.await_turn(mail=True):
                    return
                self.traffic.sending(mail)
                self.server.insist(mail)
                self.traffic.took(mail)
        except Exception as error:
            self.traffic.break_off(error)
            raise
