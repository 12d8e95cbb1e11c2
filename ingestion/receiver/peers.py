"""Whose connection it is: the user at the other end of one that comes from this machine.

Loopback is shared by all users of a machine, and needs no key. The kernel knows who owns each socket and is
asked by Linux' socket diagnostics; where it does not tell, nobody is called a stranger.

Source: sock_diag(7), linux/inet_diag.h.
"""

import os
import socket
import struct

Address = tuple[str, int]

NOBODY = -1
"""Stands for the user of a socket that no process holds any more."""

_SOCK_DIAG = 4
_BY_FAMILY = 20
_IS_REQUEST = 1
_ALL_STATES = 0xFFFFFFFF
_ANY_INTERFACE_AND_COOKIE = bytes(4) + b"\xff" * 8
_ADDRESS_BYTES = 16
_HEADER = struct.Struct("=IHHII")
_PROTOCOL = struct.Struct("=BBxxI")
_PORTS = struct.Struct(">HH")
_ANSWER = struct.Struct("=BB2x48x12xI")
"""Family and state of a socket and its owner; between them are its addresses, timer and queues."""

_ANSWER_BYTES = 4096
_SECONDS = 0.1
_HELD = frozenset({1, 8})
"""States of a socket that a process holds: established, or ended by the other side alone."""


def is_stranger(local: Address | None, peer: Address | None) -> bool:
    """Return whether a connection is that of another user of this machine; root is no stranger.

    `local` is the receiver's end and `peer` the other one. A sender that has already gone may be anybody.
    """
    user = user_of(local, peer) if local and peer else None
    return user is not None and user not in (os.getuid(), 0)


def user_of(local: Address, peer: Address) -> int | None:
    """Return the user who owns the other end of a connection, `NOBODY` when it has gone; None if not told."""
    try:
        question = _question(local, peer)
        with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, _SOCK_DIAG) as kernel:
            kernel.settimeout(_SECONDS)
            size = _HEADER.size + len(question)
            kernel.send(_HEADER.pack(size, _BY_FAMILY, _IS_REQUEST, 0, 0) + question)
            answer = kernel.recv(_ANSWER_BYTES)
        kind = _HEADER.unpack_from(answer)[1]
        _, state, user = _ANSWER.unpack_from(answer, _HEADER.size)
    except (OSError, AttributeError, struct.error):
        return None
    if kind != _BY_FAMILY:
        return None
    return int(user) if state in _HELD else NOBODY


def _question(local: Address, peer: Address) -> bytes:
    """Return the question for the socket that is connected to `local` from `peer`."""
    family = socket.AF_INET6 if ":" in peer[0] else socket.AF_INET
    addresses = [
        socket.inet_pton(family, host).ljust(_ADDRESS_BYTES, b"\0") for host in (peer[0], local[0])
    ]
    protocol = _PROTOCOL.pack(family, socket.IPPROTO_TCP, _ALL_STATES)
    ports = _PORTS.pack(peer[1], local[1])
    return b"".join((protocol, ports, *addresses, _ANY_INTERFACE_AND_COOKIE))
