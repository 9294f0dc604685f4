# ruff: noqa: E501 - one mail a line
"""Mails of our own whose headers are odd in the ways that real ones are; each with what must be read from it."""

ODD_HEADERS = {
    "simple": (
        b"From: Anna Berg <anna@example.org>\r\nTo: help@example.org\r\nSubject: Door\r\nMessage-ID: <1@example.org>\r\n\r\nHello\r\n",
        {
            "from_email": "anna@example.org",
            "from_name": "Anna Berg",
            "subject": "Door",
            "text": "Hello\n",
            "message_id": "1@example.org",
        },
    ),
    "line feeds only": (
        b"From: anna@example.org\nSubject: Door\n\nHello\n",
        {"from_email": "anna@example.org", "text": "Hello\n"},
    ),
    "mbox line first": (
        b"From anna Mon Jan  5 10:00:00 2026\nFrom: anna@example.org\n\nHello",
        {"from_email": "anna@example.org", "text": "Hello"},
    ),
    "quoted mbox line first": (
        b">From - Mon Jan 5\nFrom: anna@example.org\n\nHello",
        {"from_email": "anna@example.org"},
    ),
    "byte order mark": (b"\xef\xbb\xbfFrom: anna@example.org\n\nHello", {"from_email": "anna@example.org"}),
    "empty lines first": (
        b"\r\n\r\nFrom: anna@example.org\r\n\r\nHello",
        {"from_email": "anna@example.org", "text": "Hello"},
    ),
    "no headers": (
        b"Hello, just text\nand more: of it",
        {"text": "Hello, just text\nand more: of it", "from_email": ""},
    ),
    "no body": (b"From: anna@example.org\nSubject: Door", {"subject": "Door", "text": ""}),
    "nothing": (b"", {"text": "", "from_email": "", "attachments": []}),
    "spaces before colons": (
        b"Subject : Door\nFrom  : Anna <anna@example.org>\n\nx",
        {"from_email": "anna@example.org", "subject": "Door"},
    ),
    "a line of no header between": (
        b"Subject: Door\nquite Delivered-To: x\nFrom: anna@example.org\n\nHello",
        {"subject": "Door", "from_email": "anna@example.org", "text": "Hello"},
    ),
    "text right behind the headers": (
        b"Subject: Door\nHello there\nmore",
        {"subject": "Door", "text": "Hello there\nmore"},
    ),
    "folded subject": (b"Subject: The door\n\tis\n  red\n\nx", {"subject": "The door is red"}),
    "subject in two words cut in a character": (
        b"Subject: =?utf-8?b?VMO8cmUg8J8=?=\n =?utf-8?b?jok=?=\n\nx",
        {"subject": "T\u00fcre \U0001f389"},
    ),
    "subject in Q": (
        b"Subject: Re: =?ISO-8859-1?Q?T=FCr_auf?= now\n\nx",
        {"subject": "Re: T\u00fcr auf now"},
    ),
    "subject with a language": (b"Subject: =?utf-8*de?q?T=C3=BCr?=\n\nx", {"subject": "T\u00fcr"}),
    "subject in raw UTF-8": ("Subject: T\u00fcr\n\nx".encode(), {"subject": "T\u00fcr"}),
    "subject in raw Latin": (b"Subject: T\xfcr\n\nx", {"subject": "T\u00fcr"}),
    "subject in an unknown charset": (b"Subject: =?x-none?q?T=C3=BCr?=\n\nx", {"subject": "T\u00fcr"}),
    "subject with broken base64": (b"Subject: =?utf-8?b?RG9vc?=\n\nx", {"subject": "Doo"}),
    "subject in Japanese": (b"Subject: =?ISO-2022-JP?B?GyRCJUkkIhsoQg==?=\n\nx", {"subject": "\u30c9\u3042"}),
    "two subjects": (b"Subject: one\nSubject: two\n\nx", {"subject": "one"}),
    "zero bytes": (b"Subject: a\0b\n\nx\0y", {"subject": "ab", "text": "xy"}),
    "two From": (b"From: anna@example.org\nFrom: eve@example.net\n\nx", {"from_email": "anna@example.org"}),
    "name first, no brackets": (
        b"From: Anna Berg anna@example.org\n\nx",
        {"from_email": "anna@example.org", "from_name": "Anna Berg"},
    ),
    "name in a comment": (
        b"From: anna@example.org (Anna (the) Berg)\n\nx",
        {"from_email": "anna@example.org", "from_name": "Anna (the) Berg"},
    ),
    "comma in the name": (
        b'From: "Berg, Anna" <anna@example.org>\n\nx',
        {"from_email": "anna@example.org", "from_name": "Berg, Anna"},
    ),
    "comma in an encoded name": (
        b"From: =?utf-8?q?Berg,_Anna?= <anna@example.org>\n\nx",
        {"from_email": "anna@example.org", "from_name": "Berg, Anna"},
    ),
    "encoded and quoted name": (
        b'From: "=?utf-8?b?w4RubmE=?=" <anna@example.org>\n\nx',
        {"from_name": "\u00c4nna"},
    ),
    "an address as name": (
        b'From: "anna@example.org" <anna@example.org>\n\nx',
        {"from_email": "anna@example.org", "from_name": ""},
    ),
    "another address as name": (
        b'From: "boss@example.org" <eve@example.net>\n\nx',
        {"from_email": "eve@example.net", "from_name": "boss@example.org"},
    ),
    "comments in the address": (
        b"From: Pete <pete(his account)@silly.test(his host)>\n\nx",
        {"from_email": "pete@silly.test", "from_name": "Pete"},
    ),
    "spaces in the address": (b"From: < anna @ example.org >\n\nx", {"from_email": "anna@example.org"}),
    "quote never closed": (
        b'From: "Anna <anna@example.org>\n\nx',
        {"from_email": "anna@example.org", "from_name": "Anna"},
    ),
    "bracket never closed": (
        b"From: Anna <anna@example.org\n\nx",
        {"from_email": "anna@example.org", "from_name": "Anna"},
    ),
    "a group": (
        b"From: Friends: anna@example.org, ben@example.net;\n\nx",
        {"from_email": "anna@example.org"},
    ),
    "only a name": (b"From: Anna\n\nx", {"from_email": "", "from_name": "Anna"}),
    "ids over lines": (
        b"Message-ID:\n <3@example.org>\nIn-Reply-To: <2@example.org>\nReferences: <1@example.org>\n\t<2@example.org>\n\nx",
        {
            "message_id": "3@example.org",
            "in_reply_to": ["2@example.org"],
            "references": ["1@example.org", "2@example.org"],
        },
    ),
    "ids without brackets": (
        b"Message-ID: 1@example.org\nReferences: a@b c@d\n\nx",
        {"message_id": "1@example.org", "references": ["a@b", "c@d"]},
    ),
    "id with spaces": (b"Message-ID: <1 @ example.org>\n\nx", {"message_id": "<1 @ example.org>"}),
    "no id": (b"From: anna@example.org\n\nx", {"message_id": ""}),
    "robot": (b"Auto-Submitted: auto-replied\n\nx", {"auto_submitted": "auto-replied"}),
}
