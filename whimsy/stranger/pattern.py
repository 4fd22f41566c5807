"""What a practice stranger sends in a call: two dots before a moving gradient, and a quiet tone of 440 Hz."""

import asyncio
import math
import time
from array import array
from fractions import Fraction

from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame, VideoFrame

WIDTH, HEIGHT, FPS = 320, 240, 15
RATE, SAMPLES, LOUD = 48_000, 960, 1_500

_RADIUS = 22
_BRIGHT, _DIM, _STEPS = 200, 40, 2 * WIDTH
_SLOPE = bytes(
    int(_DIM + (_BRIGHT - _DIM) * (0.5 - 0.5 * math.cos(2 * math.pi * x / _STEPS))) for x in range(_STEPS)
)
_GRADIENT = _SLOPE * 3
"""Every row of a picture is a slice of this."""


class _Paced(MediaStreamTrack):
    """A track with a frame every so many seconds. After a delay of over a second it skips what it missed."""

    def __init__(self, every: float) -> None:
        super().__init__()
        self._every = every
        self._next = time.monotonic()
        self.n = -1

    async def tick(self) -> int:
        """Wait until the next frame is due; returns its number. Raises MediaStreamError at the end."""
        if self.readyState != "live":
            raise MediaStreamError
        now = time.monotonic()
        if now > self._next + 1:
            missed = int((now - self._next) / self._every)
            self.n += missed
            self._next += missed * self._every
        await asyncio.sleep(max(0, self._next - now))
        self._next += self._every
        self.n += 1
        return self.n


class Picture(_Paced):
    """Two dots that meet and part. tint: the colour, as U and V of a YUV picture."""

    kind = "video"

    def __init__(self, tint: tuple[int, int] = (140, 110)) -> None:
        super().__init__(1 / FPS)
        self._tint = tint

    async def recv(self) -> VideoFrame:
        n = await self.tick()
        frame = draw(n, self._tint)
        frame.pts, frame.time_base = n, Fraction(1, FPS)
        return frame


def draw(n: int, tint: tuple[int, int]) -> VideoFrame:
    frame = VideoFrame(WIDTH, HEIGHT, "yuv420p")
    light, *colours = frame.planes
    rows = [bytearray(_GRADIENT[at : at + light.line_size]) for at in _offsets(n)]
    apart = 70 * (0.5 + 0.5 * math.cos(2 * math.pi * n / (4 * FPS)))
    for centre, shade in ((WIDTH / 2 - _RADIUS - apart, 235), (WIDTH / 2 + _RADIUS + apart, 16)):
        _dot(rows, int(centre), shade)
    light.update(b"".join(rows))
    for plane, value in zip(colours, tint, strict=True):
        plane.update(bytes([value]) * plane.buffer_size)
    return frame


def _offsets(n: int) -> list[int]:
    return [(4 * n + y) % _STEPS for y in range(HEIGHT)]


def _dot(rows: list[bytearray], centre: int, shade: int) -> None:
    for dy in range(-_RADIUS, _RADIUS + 1):
        half = math.isqrt(_RADIUS * _RADIUS - dy * dy)
        rows[HEIGHT // 2 + dy][centre - half : centre + half] = bytes([shade]) * (2 * half)


class Tone(_Paced):
    kind = "audio"

    def __init__(self) -> None:
        super().__init__(SAMPLES / RATE)

    async def recv(self) -> AudioFrame:
        n = await self.tick()
        frame = AudioFrame("s16", "mono", SAMPLES)
        frame.planes[0].update(_TONE[n % len(_TONE)])
        frame.sample_rate, frame.pts, frame.time_base = RATE, n * SAMPLES, Fraction(1, RATE)
        return frame


def _sine(frame: int) -> bytes:
    at = range(frame * SAMPLES, (frame + 1) * SAMPLES)
    return array("h", (int(LOUD * math.sin(2 * math.pi * 440 * t / RATE)) for t in at)).tobytes()


_TONE = [_sine(frame) for frame in range(5)]
"""Five frames have 44 whole waves, so they can be repeated without a click."""


def loudness(frame: AudioFrame) -> float:
    """The mean square of every eighth sample. Full scale is 1."""
    heard = memoryview(bytes(frame.planes[0])).cast("h")[: frame.samples * len(frame.layout.channels) : 8]
    return sum(sample * sample for sample in heard) / max(1, len(heard)) / 2**30
