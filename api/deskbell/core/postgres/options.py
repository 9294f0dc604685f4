"""How the private PostgreSQL is set: small, for one machine, and silent about what people write."""

from pathlib import Path

BUILTIN_LOCALE_SINCE = 17
IO_METHOD_SINCE = 18


def initdb_options(major: int) -> list[str]:
    """Options of `initdb`: UTF-8, an order of text that no update changes, entry by the folder's mode."""
    options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-instructions"]
    if major >= BUILTIN_LOCALE_SINCE:
        return [*options, "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return [*options, "--locale=C.UTF-8"]


def server_options(major: int, sockets: Path) -> list[str]:
    """Options of `postgres`, as `-c name=value`: a socket only, no statement or value of a row in the log."""
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(sockets),
        "unix_socket_permissions": "0700",
        "max_connections": "200",
        "max_logical_replication_workers": "0",
        "shared_buffers": "128MB",
        "random_page_cost": "1.1",
        "gin_pending_list_limit": "256kB",  # every search reads this list from end to end
        "jit": "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "idle_in_transaction_session_timeout": "10s",
        "log_destination": "stderr",
        "logging_collector": "off",
        "log_statement": "none",
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_checkpoints": "off",
    }
    if major >= IO_METHOD_SINCE:
        settings["io_method"] = "sync"  # three processes fewer
    return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
