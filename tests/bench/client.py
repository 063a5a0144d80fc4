"""A client that costs little: requests made ready beforehand, sent over connections that stay open."""

import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from statistics import quantiles

CONNECTIONS = 4
ROOM = 1 << 16


@dataclass(frozen=True)
class Measured:
    """Requests per second over all connections, and how long single requests took, in milliseconds."""

    per_second: float
    p50: float
    p95: float
    failures: int


def request_for(path: str, port: int, cookie: str = "") -> bytes:
    """The bytes of one GET request."""
    lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Accept-Encoding: gzip", "Connection: keep-alive"]
    if cookie:
        lines.append(f"Cookie: {cookie}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def exchange(connection: socket.socket, request: bytes) -> tuple[bytes, bytes]:
    """Send a request, read the whole answer: its head and its body. Raises ConnectionError."""
    connection.sendall(request)
    received = b""
    while b"\r\n\r\n" not in received:
        part = connection.recv(ROOM)
        if not part:
            raise ConnectionError("closed")
        received += part
    head, _blank, body = received.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
    parts = [body]
    missing = length - len(body)
    while missing > 0:
        part = connection.recv(ROOM)
        if not part:
            raise ConnectionError("closed")
        parts.append(part)
        missing -= len(part)
    return head, b"".join(parts)


def fetch(port: int, path: str, cookie: str = "") -> tuple[bytes, bytes]:
    """Head and body of one page."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        return exchange(connection, request_for(path, port, cookie))


def measure(port: int, paths: Sequence[str], seconds: float, *, cookie: str = "", once: bool = False) -> Measured:
    """Ask for the paths in turn for so long; with ``once`` each of them a single time, so that none is kept."""
    requests = [request_for(path, port, cookie) for path in paths]
    numbers, guard = count(), threading.Lock()
    times: list[float] = []
    failures: list[str] = []
    until = time.perf_counter() + seconds

    def work() -> None:
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            own: list[float] = []
            while time.perf_counter() < until:
                with guard:
                    number = next(numbers)
                if once and number >= len(requests):
                    break
                began = time.perf_counter()
                head, _body = exchange(connection, requests[number % len(requests)])
                own.append(time.perf_counter() - began)
                if b" 200 " not in head.partition(b"\r\n")[0]:
                    failures.append(paths[number % len(paths)])
            times.extend(own)

    began = time.perf_counter()
    threads = [threading.Thread(target=work) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    cuts = quantiles(times, n=100, method="inclusive")
    return Measured(len(times) / took, cuts[49] * 1000, cuts[94] * 1000, len(failures))
