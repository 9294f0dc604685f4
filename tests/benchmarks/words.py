"""Words that are spread as in people's mails: few are everywhere, most are rare."""

import random
from itertools import accumulate

PROBE = "zephyrine"  # stands in the first message of 0.5 % of all tickets
COUNT = 20_000
COMMON = [
    "the",
    "to",
    "and",
    "a",
    "of",
    "i",
    "is",
    "it",
    "you",
    "for",
    "in",
    "that",
    "have",
    "on",
    "we",
    "with",
    "not",
    "this",
    "be",
    "your",
    "my",
    "are",
    "please",
    "can",
    "was",
    "as",
    "at",
    "but",
    "from",
    "or",
    "if",
    "so",
    "when",
    "our",
    "has",
    "been",
    "will",
    "would",
    "there",
    "do",
    "what",
    "how",
    "any",
    "me",
    "all",
    "they",
    "an",
    "which",
    "no",
    "order",
    "email",
    "account",
    "help",
    "need",
    "issue",
    "thanks",
    "problem",
    "team",
    "hello",
    "still",
    "since",
    "after",
    "again",
    "error",
    "page",
    "time",
    "day",
    "number",
    "see",
    "send",
    "check",
    "know",
    "customer",
    "support",
    "message",
    "screen",
    "try",
    "system",
    "work",
    "working",
    "update",
    "change",
    "new",
    "old",
    "name",
    "user",
    "file",
    "open",
    "close",
    "today",
    "request",
    "service",
    "product",
    "price",
    "invoice",
    "payment",
    "address",
    "phone",
    "login",
    "password",
    "access",
    "server",
    "report",
    "data",
    "list",
    "link",
    "button",
    "click",
    "form",
    "field",
    "attached",
    "regards",
    "best",
    "kind",
    "dear",
    "could",
    "should",
    "because",
    "also",
    "just",
    "now",
    "get",
    "got",
    "let",
    "back",
    "first",
    "last",
    "next",
    "week",
    "month",
    "information",
    "details",
    "question",
    "answer",
    "reply",
    "contact",
    "refund",
    "delivery",
]
CONSONANTS = [
    "b",
    "c",
    "d",
    "f",
    "g",
    "h",
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "t",
    "v",
    "z",
    "br",
    "cr",
    "dr",
    "fr",
    "gr",
    "pl",
    "pr",
    "st",
    "tr",
    "sh",
    "ch",
]
VOWELS = ["a", "e", "i", "o", "u", "ai", "ou"]
ENDS = ["", "n", "r", "s", "t", "l", "m", "d", "x", "ck"]


def _vocabulary():
    dice = random.Random(12345)
    syllables = [consonant + vowel for consonant in CONSONANTS for vowel in VOWELS]
    found = dict.fromkeys(COMMON)
    while len(found) < COUNT:
        syllable_count = dice.choice((2, 2, 3, 3, 4))
        found["".join(dice.choice(syllables) for _ in range(syllable_count)) + dice.choice(ENDS)] = None
    return list(found)


VOCABULARY = _vocabulary()
WEIGHTS = list(accumulate(1 / (rank + 2.7) ** 1.07 for rank in range(1, COUNT + 1)))


def text(dice, mean, planted=None):
    """Paragraphs of sentences, of about `mean` words; one word may be planted among them."""
    count = max(8, int(dice.lognormvariate(0, 0.6) * mean))
    words = dice.choices(VOCABULARY, cum_weights=WEIGHTS, k=count)
    if planted:
        words.insert(dice.randrange(count), planted)
    paragraphs, sentences, begin = [], [], 0
    while begin < len(words):
        length = dice.randint(5, 14)
        sentence = " ".join(words[begin : begin + length])
        sentences.append(sentence[0].upper() + sentence[1:] + dice.choice("...?!"))
        begin += length
        if len(sentences) >= dice.randint(2, 4):
            paragraphs.append(" ".join(sentences))
            sentences = []
    if sentences:
        paragraphs.append(" ".join(sentences))
    return "\n\n".join(paragraphs)
