"""`cleaner serve`: a page and an HTTP API on this machine."""

from __future__ import annotations

import socket

import click

from cleaner.core.errors import ConfigError

LOOPBACK = ("127.0.0.1", "localhost", "::1")
MEGABYTE = 1_000_000


@click.command(
    "serve", short_help="a page to try it on, and an HTTP API", context_settings={"help_option_names": ["-h", "--help"]}
)
@click.option("--host", default="127.0.0.1", show_default=True, metavar="NAME", help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8765, show_default=True, metavar="N", help="Port; 0: any free one."
)
@click.option("--open", "open_page", is_flag=True, help="Open the page in the browser.")
@click.option(
    "--max-size",
    type=click.FloatRange(0, min_open=True),
    default=5.0,
    show_default=True,
    metavar="MB",
    help="Largest request; of JSON Lines, largest record.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(0, min_open=True),
    default=20.0,
    show_default=True,
    metavar="SECONDS",
    help="Give a request up after this time.",
)
@click.option("-j", "--jobs", type=click.IntRange(1), default=2, show_default=True, metavar="N", help="Worker processes.")
def command(host: str, port: int, open_page: bool, max_size: float, timeout: float, jobs: int) -> None:
    """Serve a page on which a text is pasted or dropped and its changes are seen, and the same as a JSON API.

    It answers to this machine alone unless --host says otherwise, keeps nothing and loads nothing from the network. The API
    is described at /openapi.json.
    """
    try:
        import uvicorn

        from cleaner.serve.app import LOCAL, Limits, make_app
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] not in ("starlette", "uvicorn"):
            raise
        raise ConfigError(f"serve needs {error.name}", remedy="pip install 'cleaner-text[serve]'") from error
    hosts = LOCAL if host in LOOPBACK else ()
    app = make_app(Limits(int(max_size * MEGABYTE), timeout, jobs), hosts)
    listening = _listen(host, port)
    address = f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}"
    click.echo(f"{address}  (Ctrl-C ends)", err=True)
    if not hosts:
        click.echo("anybody who can reach this machine can use it: there is no password", err=True)
    if open_page:
        click.launch(address)
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises ConfigError."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
    except OSError as error:
        raise ConfigError(
            f"cannot listen on {host}, port {port}: {error.strerror}", remedy="another --port, or --port 0"
        ) from error
    return listening
