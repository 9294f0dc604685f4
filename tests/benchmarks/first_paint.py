"""How soon a page is there on a slow phone: `python -m tests.benchmarks.first_paint http://localhost:8000/`.

1.6 Mbit/s, 150 ms of latency, a processor slowed down to a quarter (screens.md). Prints the largest
contentful paint of each visit, each with an empty cache, and their median; it judges nothing.
"""

import os
import statistics
import sys

from playwright.sync_api import sync_playwright

VISITS = 7
PHONE = {"width": 390, "height": 844}
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}
LARGEST = """() => new Promise((tell) => {
    let last = 0;
    new PerformanceObserver((list) => { for (const each of list.getEntries()) last = each.startTime; })
        .observe({ type: 'largest-contentful-paint', buffered: true });
    setTimeout(() => tell(last), 1500);
})"""


def visit(browser, url):
    """The largest contentful paint of one visit, in milliseconds."""
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", NETWORK)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(url, wait_until="networkidle")
    largest = page.evaluate(LARGEST)
    context.close()
    return largest


def main(url):
    """Visit, and print."""
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        found = [visit(browser, url) for _ in range(VISITS)]
        browser.close()
    print("largest contentful paint, ms:", *(round(each) for each in found))  # noqa: T201 - its purpose
    print("median, ms:", round(statistics.median(found)))  # noqa: T201 - its purpose


if __name__ == "__main__":
    main(sys.argv[1])
