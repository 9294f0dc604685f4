"""A program of one person's, as a good one is: it asks again, with the same key, until it is answered."""

import time

import httpx

PATIENCE_SECONDS = 60
MOST_TRIES = 10 * PATIENCE_SECONDS
PASSWORD = "deskbell-demo"
UNAUTHORIZED = 401
LATER = frozenset({503, 507})  # away for now, and no room for now


class Person:
    """Somebody signed in; `refusals` counts the answers that said 'later', by status."""

    def __init__(self, port, address, scope="agent"):
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=15, trust_env=False)
        self.credentials = {"email": address, "password": PASSWORD, "scope": scope}
        self.refusals = {}
        self._sign_in()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.client.close()

    def post(self, path, body, key=None):
        return self._insist("POST", path, json=body, headers={"Idempotency-Key": key} if key else {}).json()

    def upload(self, name, content, key):
        """Upload a file; its id."""
        files, headers = {"file": (name, content)}, {"Idempotency-Key": key}
        return self._insist("POST", "/v1/files", files=files, headers=headers).json()["id"]

    def get(self, path, **params):
        return self._insist("GET", path, params=params).json()

    def fetch(self, url):
        """The bytes behind an address."""
        return self._insist("GET", url).content

    def all_of(self, path, **params):
        """Every row of a list."""
        rows, cursor = [], {}
        while True:
            page = self.get(path, limit=100, **params, **cursor)
            rows += page["items"]
            if page["next_cursor"] is None:
                return rows
            cursor = {"cursor": page["next_cursor"]}

    def _sign_in(self):
        self.client.headers.pop("authorization", None)
        token = self.post("/v1/sessions", self.credentials)["access_token"]
        self.client.headers["authorization"] = f"Bearer {token}"

    def _insist(self, method, path, **request):
        for _ in range(MOST_TRIES):  # counted, not timed: whoever is stopped for a while has not waited
            try:
                answer = self.client.request(method, path, **request)
            except httpx.TransportError:
                time.sleep(0.1)
                continue
            if answer.is_success:
                return answer
            if answer.status_code == UNAUTHORIZED and "authorization" in self.client.headers:
                self._sign_in()  # the token's ten minutes are over
                continue
            assert answer.status_code in LATER, f"{answer.status_code} {answer.text}"
            self.refusals[answer.status_code] = self.refusals.get(answer.status_code, 0) + 1
            time.sleep(0.1)
        raise TimeoutError(f"{method} {path} was not answered")
