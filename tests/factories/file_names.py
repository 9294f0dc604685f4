"""Names that nobody gives a file in good faith, and some that only look odd (T30, T80)."""

HOSTILE = [
    "", " ", ".", "..", "...", "/", "\\", "a/", "../../etc/passwd", "..\\..\\boot.ini",
    "/etc/passwd", "C:\\x\\y.txt", "a/b\\c.txt", "....//x", "x/../../y", "~/.ssh/id_rsa",
    "file:///etc/passwd", "\0", "a\0.png", "a.png\0.html", "a\r\nX-Evil: 1", "a\nb", "a\rb", "a\tb",
    "a\x0bb\x0c", "a\x7fb", "a\x85b", "a\u2028b\u2029", 'a"b.txt', "a'b.txt",
    'a"; filename="evil.html', "a; filename*=UTF-8''evil.html", "a%0d%0aX: 1", "a%00b",
    "a%2f..%2fb", "%", "a;b=c", "a,b", "<script>alert(1)</script>.png",
    "<img src=x onerror=alert(1)>", "&lt;b&gt;", "{{7*7}}", "${jndi:x}", "$(reboot)", "`reboot`",
    "|id", "a&b", "-rf", "--help", "cv\u202efdp.exe", "\u2066a\u2069.txt", "a\u200b.txt",
    "\ufeffa.txt", "\ud800.txt", "\U000e0001x", "a" * 300, "a" * 300 + ".pdf", "é" * 300 + ".pdf",
    "." + "x" * 300, "naïve.txt", "日本語.pdf", "שלום.doc", "🎉.png", "e\u0301.txt", "\u0660\u0661.txt",
    "\u017f.txt", " a .txt ", "a.txt.", "CON", "con.txt", "a:b", "a*b?", ".htaccess",
    "a\u00a0b.txt", "?x=1#y", "x" * 100_000,
]  # fmt: skip
