"""What can go wrong, by whose fault it is.

HallError
├── ConfigError            a file says something impossible: file, key, remedy        exit 4
├── RuleError              the hall's rules refuse: stable code, fields               exit 1
├── DeviceError            a device did not do what was asked                         exit 3
│   ├── LinkError          the bytes do not flow
│   │   ├── LinkNotFoundError   nothing there to open
│   │   ├── LinkLostError       it was there and went away
│   │   └── LinkTimeoutError    no answer in time
│   ├── FrameError         the bytes make no sense
│   └── RefusedError       the device said no
├── SyncError              the level above: unreachable, conflict, version            exit 1
└── SpeechError            nothing could be said                                      exit 3

Expected conditions (paper low, sign dark) are status values, never exceptions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


class HallError(Exception):
    """Base of all our errors; ``exit_code`` is what a command ends with."""

    exit_code = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong in a configuration file, and what to do about it.

    ``code`` and ``values`` say it again for catalogues, where the fault has a message of its own.
    """

    file: str
    key: str
    problem: str
    remedy: str
    code: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.problem}. {self.remedy}"


class ConfigError(HallError):
    """A configuration cannot be used; carries every fault found, not the first."""

    exit_code = 4

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class RuleError(HallError):
    """The hall's rules refuse; ``code`` is stable and translated at the edge."""

    def __init__(self, code: str, detail: str = "", **fields: object) -> None:
        self.code = code
        self.detail = detail
        self.fields: Mapping[str, object] = fields
        super().__init__(detail or code)


class DeviceError(HallError):
    """A device did not do what was asked."""

    exit_code = 3


class LinkError(DeviceError):
    """The bytes do not flow."""


class LinkNotFoundError(LinkError):
    """There is nothing at the address to open."""


class LinkLostError(LinkError):
    """The link was open and went away."""


class LinkTimeoutError(LinkError):
    """The other end did not answer in time."""


class FrameError(DeviceError):
    """Bytes arrived that make no sense."""


class RefusedError(DeviceError):
    """The device understood and said no."""


class SyncError(HallError):
    """The level above is unreachable, disagrees or speaks another version."""


class SpeechError(HallError):
    """Nothing could be said."""

    exit_code = 3
