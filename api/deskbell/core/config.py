"""Settings of one installation, read from the environment; built by the ways in, never at import."""

import os
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

LARGEST_PORT = 65_535
Home = Literal["user", "agent", "admin"]


def default_data_dir() -> Path:
    """The folder for data when none is set: the system's for root, the user's own otherwise."""
    if os.geteuid() == 0:
        return Path("/var/lib/deskbell")
    return Path.home() / ".local" / "share" / "deskbell"


class Settings(BaseSettings):
    """Everything that is set from outside. Secrets have no default: they are made on first start."""

    model_config = SettingsConfigDict(env_prefix="DESKBELL_", extra="ignore")

    data_dir: Path = Field(
        default_factory=default_data_dir, description="Folder of the private PostgreSQL, files and keys."
    )
    host: str = Field(default="127.0.0.1", description="Address to listen on.")
    port: int = Field(default=8000, ge=1, le=65535, description="Port to listen on.")
    public_url: str | None = Field(
        default=None,
        description="Address that people use, as it stands in links; `http://localhost:<port>` when unset.",
    )
    database_url: str | None = Field(
        default=None,
        description="PostgreSQL 15 or newer, `postgresql://…`; unset: a private server of our own.",
    )
    database_direct_url: str | None = Field(
        default=None, description="The same database past a pooler, for the worker and migrations."
    )
    database_pool: int = Field(
        default=10,
        ge=1,
        le=200,
        description="Database connections of one process: so many for changes, as many for reads.",
    )
    prepared_statements: bool = Field(default=True, description="Off behind PgBouncer in transaction mode.")
    postgres_bin: Path | None = Field(
        default=None, description="Folder of the PostgreSQL programs to use instead of ours."
    )
    postgres_user: str = Field(
        default="nobody", description="Who runs the private PostgreSQL when we are root."
    )
    api_processes: int = Field(default=1, ge=1, le=64, description="API processes.")
    worker_concurrency: int = Field(default=4, ge=1, le=64, description="Jobs at one time in the worker.")
    origins: dict[str, Home] = Field(
        default_factory=dict,
        description="Web origins of front ends on other hosts, with the highest home of each: "
        '`{"https://help.example.org": "user"}`.',
    )
    trusted_proxies: list[str] = Field(
        default_factory=list, description="Addresses of reverse proxies whose `X-Forwarded-For` is believed."
    )
    hosts: list[str] = Field(
        default_factory=list, description="Host names answered besides that of the public address."
    )
    storage: str | None = Field(
        default=None,
        description="Bucket for files instead of the data folder, as `s3://bucket/prefix`.",
    )
    s3_endpoint: str | None = Field(
        default=None, description="Address of a store that speaks S3, when it isn't Amazon's."
    )
    s3_region: str | None = Field(default=None, description="Region of the bucket.")
    s3_access_key: str | None = Field(
        default=None, description="Key to the bucket; unset: `AWS_…` variables, or the machine's role."
    )
    s3_secret_key: SecretStr | None = Field(default=None, description="Its secret.")
    file_size_limit: int = Field(default=25_000_000, ge=1, description="Largest upload, in bytes.")
    access_token_lifetime: timedelta = Field(
        default=timedelta(minutes=10), description="Life of an access token."
    )
    session_lifetime: timedelta = Field(
        default=timedelta(days=30), description="Life of a session that is not used."
    )
    private_networks: list[str] = Field(
        default_factory=list,
        description="Private networks that our outgoing requests may reach, as `10.1.0.0/16`.",
    )
    mail_sign_in_urls: dict[str, str] = Field(
        default_factory=dict,
        description="Other addresses at which one signs in for mailboxes, for national clouds: "
        '`{"microsoft": "https://login.microsoftonline.us"}`.',
    )
    mail_address: str | None = Field(
        default=None, description="Address that mails come from while there is no mailbox."
    )
    smtp_host: str | None = Field(
        default=None,
        description="Mail server for mailboxes that have none of their own; unset: their mail waits.",
    )
    smtp_port: int = Field(default=587, ge=1, le=65535, description="Its port.")
    smtp_security: Literal["tls", "starttls", "none"] = Field(
        default="starttls", description="How the connection to it is secured."
    )
    smtp_username: str | None = Field(default=None, description="Name to log in with there.")
    smtp_password: SecretStr | None = Field(default=None, description="Password to log in with there.")
    smtp_private: bool = Field(default=False, description="Whether it stands in a private network.")
    smtp_listen: str | None = Field(
        default=None,
        description="Address on which we take mail by SMTP, as `0.0.0.0:25`; the demonstration: "
        "`127.0.0.1:2525`, or another port where that is in use.",
    )
    lmtp_listen: str | None = Field(
        default=None,
        description="The same by LMTP, for a mail server of yours and `deskbell mail deliver`; "
        "the demonstration: `127.0.0.1:2524`.",
    )
    imap_interval: int = Field(
        default=60,
        ge=5,
        le=86_400,
        description="Seconds between two looks into an IMAP folder whose server doesn't tell of new mail.",
    )
    mail_retention: timedelta = Field(
        default=timedelta(days=180),
        ge=timedelta(days=1),
        description="How long mails are kept as they came and went; the messages made of them stay.",
    )
    name_servers: list[str] = Field(
        default_factory=list,
        description="Name servers that are asked about domains of mail, as `192.0.2.53` or "
        "`127.0.0.1:5353`; unset: the machine's.",
    )
    metrics_token: SecretStr | None = Field(
        default=None, description="Bearer token by which `/metrics` is read from anywhere."
    )
    metrics_networks: list[str] = Field(
        default_factory=lambda: ["127.0.0.0/8", "::1/128"],
        description="Networks from which `/metrics` is read without a token, as `10.1.0.0/16`.",
    )
    demo: bool = Field(
        default=False,
        description="A demonstration: mail that has no server goes to the inbox page `/demo/inbox`.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="What is logged."
    )
    log_format: Literal["json", "console"] = Field(default="console", description="Shape of the log lines.")

    @field_validator("public_url")
    @classmethod
    def _is_an_origin(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path not in {"", "/"}:
            message = "has to be an address such as https://help.example.org"
            raise ValueError(message)
        return value.rstrip("/")

    @field_validator("storage")
    @classmethod
    def _is_a_bucket(cls, value: str | None) -> str | None:
        parts = urlsplit(value or "s3://bucket")
        if parts.scheme != "s3" or not parts.netloc or parts.query or parts.fragment or "@" in parts.netloc:
            message = "has to be a bucket such as s3://bucket/prefix"
            raise ValueError(message)
        return value

    @field_validator("s3_endpoint")
    @classmethod
    def _is_an_endpoint(cls, value: str | None) -> str | None:
        return cls._is_an_origin(value)

    @field_validator("mail_sign_in_urls")
    @classmethod
    def _are_origins(cls, value: dict[str, str]) -> dict[str, str]:
        for provider, url in value.items():
            parts = urlsplit(url)
            plain = parts.scheme in {"http", "https"} and parts.netloc and parts.path in {"", "/"}
            if provider not in {"google", "microsoft"} or not plain:
                message = (
                    "has to name google or microsoft, each with an address such as https://login.example.org"
                )
                raise ValueError(message)
        return {provider: url.rstrip("/") for provider, url in value.items()}

    @field_validator("metrics_networks", "private_networks")
    @classmethod
    def _are_networks(cls, value: list[str]) -> list[str]:
        for network in value:
            ip_network(network)
        return value

    @field_validator("smtp_listen", "lmtp_listen")
    @classmethod
    def _is_a_door(cls, value: str | None) -> str | None:
        host, _, port = (value or "localhost:1").rpartition(":")
        if not host or not port.isdecimal() or not 0 < int(port) <= LARGEST_PORT:
            message = "has to be an address and a port, such as 127.0.0.1:2525"
            raise ValueError(message)
        return value

    @property
    def base_url(self) -> str:
        """The address that people use, without a trailing slash."""
        return self.public_url or f"http://localhost:{self.port}"

    @property
    def secure(self) -> bool:
        """Whether people reach us by https."""
        return self.base_url.startswith("https://")

    @property
    def secrets_dir(self) -> Path:
        """Where the keys made on first start stand."""
        return self.data_dir / "secrets"

    def allowed_origins(self) -> dict[str, Home]:
        """Every web origin that may sign in, with the highest home of each."""
        own: dict[str, Home] = {self.base_url: "admin"}
        if self.public_url is None:
            own |= {f"http://127.0.0.1:{self.port}": "admin", f"http://{self.host}:{self.port}": "admin"}
        return own | {origin.rstrip("/"): home for origin, home in self.origins.items()}

    def allowed_hosts(self) -> list[str]:
        """Host names that we answer to."""
        names = {urlsplit(self.base_url).hostname or "localhost", *self.hosts}
        if self.public_url is None:
            names |= {"localhost", "127.0.0.1", "[::1]", self.host}
        return sorted(names)
