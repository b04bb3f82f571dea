"""Interruption: Ctrl-C ends an engine's work in good order, also while it is deaf in native code."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from socket import socket, socketpair
from threading import Event, Thread, current_thread, main_thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

__all__ = ["interruptible"]

_REPEAT_SECONDS = 0.1


@contextmanager
def interruptible(stop: Callable[[], object], grace: float = 2.0) -> Iterator[None]:
    """Let Ctrl-C end the block with `KeyboardInterrupt`, by way of the engine's own error.

    Python's handler runs only once native code returns. So another thread, which the signal wakes,
    stops the engine, and the error that comes of that becomes `KeyboardInterrupt`. Where that does
    not help, the signal is sent once more and raises, as does a second Ctrl-C.

    Somebody who handles or ignores SIGINT, as nohup does, keeps doing so; and only a main thread
    can do this.

    Args:
        stop: Stops the engine; called in another thread, perhaps several times.
        grace: Seconds that stopping may take.
    """
    before = signal.getsignal(signal.SIGINT)
    if before is not signal.default_int_handler or current_thread() is not main_thread():
        yield
        return
    pressed: list[int] = []

    def note_or_raise(number: int, frame: FrameType | None) -> None:
        pressed.append(number)
        if len(pressed) > 1:
            signal.default_int_handler(number, frame)

    signal.signal(signal.SIGINT, note_or_raise)
    try:
        with _stopping_on_signal(stop, grace):
            yield
    except Exception as error:
        if pressed:
            raise KeyboardInterrupt from error
        raise
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _stopping_on_signal(stop: Callable[[], object], grace: float) -> Iterator[None]:
    bell, button = socketpair()  # the button is pressed in C, at the very moment of the signal
    button.setblocking(False)  # noqa: FBT003  # the standard library's signature
    ended = Event()
    watch = Thread(target=_stop_when_rung, args=(bell, stop, ended, grace), daemon=True)
    before = signal.set_wakeup_fd(button.fileno(), warn_on_full_buffer=False)
    watch.start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        ended.set()
        button.close()
        watch.join()
        bell.close()


def _stop_when_rung(bell: socket, stop: Callable[[], object], ended: Event, grace: float) -> None:
    while rung := bell.recv(1):
        if rung[0] == signal.SIGINT:
            # Again and again: a query that was about to begin does not know of the first time.
            for _ in range(round(grace / _REPEAT_SECONDS)):
                stop()
                if ended.wait(_REPEAT_SECONDS):
                    return
            _send_to_main_thread()
            return


def _send_to_main_thread() -> None:
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(main_thread().ident or 0, signal.SIGINT)
    else:  # pragma: no cover  # Windows, where no thread can be sent a signal
        signal.raise_signal(signal.SIGINT)
