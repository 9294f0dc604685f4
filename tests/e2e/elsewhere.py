"""The three builds as plain static files on another host of the same site, as any web server gives them."""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import deskbell

STATIC = Path(deskbell.__file__).parent / "static"
HOMES = {"/agent/": "agent", "/admin/": "admin", "/": "support-center"}


class Files(SimpleHTTPRequestHandler):
    """A file where there is one, else the page of the home; in it stand its place and that of the API."""

    def __init__(self, *args, api, **options):
        self.api = api
        super().__init__(*args, directory=str(STATIC), **options)

    def do_GET(self):
        path = self.path.partition("?")[0]
        mount, home = next((place, name) for place, name in HOMES.items() if path.startswith(place))
        file = STATIC / home / path.removeprefix(mount)
        if file.is_file():
            self.path = f"/{home}/{path.removeprefix(mount)}"
            super().do_GET()
            return
        page = (STATIC / home / "index.html").read_text()
        page = page.replace('<base href="/">', f'<base href="{mount}">')
        page = page.replace('name="api-base" content="/"', f'name="api-base" content="{self.api}"').encode()
        self.send_response(200)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.send_header("content-length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_):
        """Nothing to say."""


class StaticServer:
    """Serves them on a port of its own until it is stopped."""

    def __init__(self, port, api):
        self.server = ThreadingHTTPServer(("127.0.0.1", port), partial(Files, api=api))
        self.thread = Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
