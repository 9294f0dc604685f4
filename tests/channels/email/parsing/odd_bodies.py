# ruff: noqa: E501 - one mail a line
"""Mails of our own whose bodies are odd in the ways that real ones are; each with what must be read from it."""


def mixed(*parts, end=b"--b--\n", kind=b"mixed"):
    return (
        b"Content-Type: multipart/"
        + kind
        + b'; boundary="b"\n\n'
        + b"".join(b"--b\n" + part + b"\n" for part in parts)
        + end
    )


TEXT = b"Content-Type: text/plain; charset=utf-8\n\nHello"
HTML = b"Content-Type: text/html; charset=utf-8\n\n<p>Hello</p>"
INNER = b"Subject: Inner\nFrom: ben@example.net\n\nInside\n"
FILE = b"Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\n"

ODD_BODIES = {
    "two forms of the same": (
        mixed(TEXT, HTML, kind=b"alternative"),
        {"text": "Hello", "html": "<p>Hello</p>", "attachments": []},
    ),
    "text and markup that say different things": (
        mixed(TEXT, HTML),
        {"text": "Hello", "html": "<div>Hello</div>\n<p>Hello</p>"},
    ),
    "two texts around a file": (
        mixed(TEXT, FILE + b"AAAA", TEXT),
        {"text": "Hello\nHello", "attachments": [("a.pdf", 3)]},
    ),
    "end never comes": (mixed(TEXT, end=b""), {"text": "Hello\n"}),
    "boundary never comes": (b'Content-Type: multipart/mixed; boundary="none"\n\nHello', {"text": "Hello"}),
    "no boundary given": (b"Content-Type: multipart/mixed\n\nHello", {"text": "Hello"}),
    "boundary in the preamble's place": (
        b"Content-Type: multipart/mixed; boundary=b\n\nignored\n--b\n\nHello\n--b--\nignored",
        {"text": "Hello"},
    ),
    "boundary that begins like another": (
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/alternative; boundary=bb\n\n--bb\n\nHello\n--bb--\n--b--",
        {"text": "Hello"},
    ),
    "outer boundary ends the inner": (
        b"Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\nHello\n--a\n"
        + FILE
        + b"AAAA\n--a--",
        {"text": "Hello", "attachments": [("a.pdf", 3)]},
    ),
    "spaces behind the boundary": (
        b"Content-Type: multipart/mixed; boundary=b\n\n--b  \n\nHello\n--b-- \n",
        {"text": "Hello"},
    ),
    "headers of a part end at the next": (
        mixed(b"Content-Type: text/plain", b"\nHello"),
        {"text": "\nHello"},
    ),
    "type without a subtype": (b"Content-Type: text\n\nHello", {"text": "Hello"}),
    "type that is none": (
        b'Content-Type: gibberish; name="a.bin"\n\nx',
        {"text": "", "attachments": [("a.bin", 1)]},
    ),
    "two types": (b"Content-Type: text/html\nContent-Type: text/plain\n\n<p>x", {"html": "<p>x", "text": ""}),
    "quoted printable": (
        b"Content-Transfer-Encoding: quoted-printable\n\nT=C3=BCr =\nauf=\n",
        {"text": "T\u00fcr auf"},
    ),
    "encoding with spaces": (
        b"Content-Transfer-Encoding: quoted - printable ;\n\nT=C3=BCr",
        {"text": "T\u00fcr"},
    ),
    "encoding that is none": (b"Content-Transfer-Encoding: 8bits\n\nT\xc3\xbcr", {"text": "T\u00fcr"}),
    "base64 with dirt and two ends": (
        b"Content-Transfer-Encoding: base64\n\nSGVs!bG8=\nSGVsbG8=\n",
        {"text": "HelloHello"},
    ),
    "base64 torn": (b"Content-Transfer-Encoding: base64\n\nSGVsbG8gd29ybGQh\nX", {"text": "Hello world!"}),
    "uuencoded": (
        b"Content-Transfer-Encoding: x-uuencode\n\nbegin 644 x\n%2&5L;&\\ \n`\nend\n",
        {"text": "Hello"},
    ),
    "Latin declared, UTF-8 sent": (
        b"Content-Type: text/plain; charset=iso-8859-1\n\nT\xc3\xbcr",
        {"text": "T\u00fcr"},
    ),
    "UTF-8 declared, Latin sent": (
        b"Content-Type: text/plain; charset=utf-8\n\nT\xfcr",
        {"text": "T\u00fcr"},
    ),
    "Windows quotes in Latin": (
        b"Content-Type: text/plain; charset=iso-8859-1\n\n\x93x\x94",
        {"text": "\u201cx\u201d"},
    ),
    "charset in quotes": (
        b"Content-Type: text/plain; charset=\"'koi8-r'\"\n\n\xe4\xe1",
        {"text": "\u0414\u0410"},
    ),
    "charset of Korea": (b"Content-Type: text/plain; charset=ks_c_5601-1987\n\n\xb9\xae", {"text": "\ubb38"}),
    "charset of China": (b"Content-Type: text/plain; charset=gb2312\n\n\xc3\xc5", {"text": "\u95e8"}),
    "charset in the markup": (
        b'Content-Type: text/html\n\n<meta charset="windows-1251"><p>\xc4',
        {"html": '<meta charset="windows-1251"><p>\u0414'},
    ),
    "a codec that is no charset": (
        b"Content-Type: text/plain; charset=punycode\n\nbcher-kva",
        {"text": "bcher-kva"},
    ),
    "half a character in UTF-7": (b"Content-Type: text/plain; charset=utf-7\n\n+2D0-x", {"text": "?x"}),
    "flowed": (
        b"Content-Type: text/plain; format=flowed\n\nOne \nline\n> and \n> quote\n-- \nAnna\n",
        {"text": "One line\n> and quote\n-- \nAnna\n"},
    ),
    "name in pieces": (
        mixed(
            b"Content-Type: application/pdf\nContent-Disposition: attachment;\n filename*0*=utf-8''T%C3%BC;\n filename*1=r.pdf\n\nx"
        ),
        {"attachments": [("T\u00fcr.pdf", 1)]},
    ),
    "name in words": (
        mixed(b'Content-Type: application/pdf; name="=?utf-8?b?VMO8ci5wZGY=?="\n\nx'),
        {"attachments": [("T\u00fcr.pdf", 1)]},
    ),
    "name without quotes": (
        mixed(b"Content-Type: application/pdf; name=my door.pdf\n\nx"),
        {"attachments": [("my door.pdf", 1)]},
    ),
    "name over lines": (
        mixed(b'Content-Type: application/pdf;\n name="my\n door.pdf"\n\nx'),
        {"attachments": [("my door.pdf", 1)]},
    ),
    "text as a file": (
        mixed(TEXT, b'Content-Type: text/plain; name="a.txt"\nContent-Disposition: attachment\n\nfile'),
        {"text": "Hello", "attachments": [("a.txt", 4)]},
    ),
    "named text behind a body": (
        mixed(TEXT, b'Content-Type: text/plain; name="a.txt"\n\nfile'),
        {"attachments": [("a.txt", 4)]},
    ),
    "a mail inside": (
        mixed(TEXT, b"Content-Type: message/rfc822\n\n" + INNER),
        {"text": "Hello", "attachments": [("", len(INNER))]},
    ),
    "only a file": (FILE + b"AAAA", {"text": "", "attachments": [("a.pdf", 3)]}),
    "empty file": (mixed(TEXT, FILE), {"attachments": [("a.pdf", 0)]}),
    "binary file without a final line": (
        mixed(
            b"Content-Type: application/octet-stream\nContent-Transfer-Encoding: binary\n\n\x00\xff\r\n\x01"
        ),
        {"attachments": [("", 5)]},
    ),
    "dots and dashes in the text": (b"\n.\n--\n-- \n..x\n", {"text": ".\n--\n-- \n..x\n"}),
}
