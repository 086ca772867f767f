"""The demo hall's programs on this machine: who runs, where, with which token."""

import re
from dataclasses import dataclass, field
from pathlib import Path

import requests

from hall.demo.programs import HALL90, Program, hall90
from hall.demo.waiting import wait_for
from hall.errors import HallError

PASSWORD = "demo-hall-2026"  # noqa: S105  the demo's own clerk, on loopback only
CLERKS = {"wang": "w3", "li": "w1"}


@dataclass(kw_only=True)
class Scene:
    """The running hall. ``folder`` takes everything it leaves behind."""

    folder: Path
    programs: dict[str, Program] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    url: str = ""

    def __post_init__(self) -> None:
        for name in ("logs", "screens", "signs", "tickets", "speech", "data"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def site(self) -> Path:
        return self.folder / "site.toml"

    def start(self, name: str, *arguments: str, env: dict[str, str] | None = None) -> Program:
        """Start one of our programs and keep it by name."""
        program = Program(name, [*HALL90, *arguments], self.folder / "logs" / f"{name}.log", env)
        self.programs[name] = program
        return program

    def start_devices(self) -> None:
        """Start the simulated printer and signs, and write the site file that names them."""
        text = hall90("config", "template")
        printer = self.start(
            "printer",
            "sim",
            "printer",
            "--listen",
            "tcp:127.0.0.1:0",
            "--out",
            str(self.folder / "tickets"),
            "--faults",
            str(self.faults("printer")),
        )
        signs = {
            sign: self.start(
                sign,
                "sim",
                "sign",
                "--family",
                "bx-k",
                "--listen",
                "tcp:127.0.0.1:0",
                "--png",
                str(self.folder / "signs" / f"{sign}.png"),
                "--faults",
                str(self.faults(sign)),
            )
            for sign in re.findall(r'^id = "(sign-[a-z0-9-]+)"', text, re.MULTILINE)
        }
        text = re.sub(r'(?m)^printer = "[^"]*"', f'printer = "{_listening(printer)}"', text)
        for sign, program in signs.items():
            text = re.sub(
                rf'(?ms)(^id = "{sign}"$.*?^link = )"[^"]*"',
                rf'\g<1>"{_listening(program)}"',
                text,
                count=1,
            )
        self.site.write_text(text, "utf-8")
        hall90("config", "check", str(self.site))

    def faults(self, device: str) -> Path:
        """Return the file that makes a simulated device misbehave."""
        path = self.folder / "data" / f"faults-{device}.json"
        if not path.exists():
            path.write_text("{}", "utf-8")
        return path

    def start_server(self, port: str = "0") -> Program:
        """Start the hall's server and wait until it is ready to serve."""
        server = self.start(
            "server",
            "server",
            "run",
            "--data",
            str(self.data),
            "--site",
            str(self.site),
            "--port",
            port,
        )
        line = server.first_line(within=60)
        if not line.startswith("listening on "):
            raise HallError(f"the server said {line!r}; see {server.log}")
        self.url = line.removeprefix("listening on ")
        wait_for("the server is ready", self._is_ready, within=30)
        return server

    def _is_ready(self) -> bool:
        try:
            return requests.get(f"{self.url}/health/ready", timeout=5).status_code == 200
        except requests.ConnectionError:
            return False

    def make_accounts(self) -> None:
        """Make the devices' tokens and the clerks' accounts."""
        for role, name in (("kiosk", "k1"), ("display", "agent"), ("supervisor", "lead")):
            answer = hall90(
                "server",
                "token",
                "create",
                "--role",
                role,
                "--name",
                name,
                "--data",
                str(self.data),
            )
            self.tokens[role] = answer.strip()
        for clerk, window in CLERKS.items():
            hall90(
                "server",
                "user",
                "create",
                clerk,
                "--role",
                "staff",
                "--window",
                window,
                "--password-stdin",
                "--data",
                str(self.data),
                stdin=PASSWORD + "\n",
            )

    def start_agent(self) -> Program:
        """Start the display agent; what the hall hears is kept as WAV."""
        agent = self.start(
            "agent",
            "display",
            "run",
            "--server",
            self.url,
            "--token",
            self.tokens["display"],
            "--transcript",
            str(self.folder / "announcements.jsonl"),
            env={"HALL90_VOICE_WAV": str(self.folder / "speech")},
        )
        _expect_ready(agent)
        return agent

    def start_kiosk(self, display: str | None, size: str = "1080x1920") -> Program:
        """Start the kiosk on a display and wait until its idle screen is drawn."""
        printer = re.search(r'(?m)^printer = "([^"]*)"', self.site.read_text("utf-8"))
        env = {
            "HALL90_VOICE_WAV": str(self.folder / "speech"),
            "HALL90_RUNTIME": str(self.data),
            "XDG_STATE_HOME": str(self.data),
        }
        if display is not None:
            env["DISPLAY"] = display
            env["SDL_VIDEODRIVER"] = "x11"  # real X events; a test run may have asked for none
        kiosk = self.start(
            "kiosk",
            "kiosk",
            "run",
            "--server",
            self.url,
            "--token",
            self.tokens["kiosk"],
            "--size",
            size,
            "--transcript",
            str(self.folder / "speech.jsonl"),
            "--tree",
            str(self.folder / "tree.jsonl"),
            "--printer",
            printer.group(1) if printer else "",
            env=env,
        )
        _expect_ready(kiosk)
        return kiosk

    def api(
        self, method: str, path: str, role: str | None = None, **options: object
    ) -> requests.Response:
        """Ask the server something as a device would."""
        headers = dict(options.pop("headers", {}) or {})  # type: ignore[call-overload]  # a plain mapping
        if role is not None:
            headers["Authorization"] = f"Bearer {self.tokens[role]}"
        return requests.request(method, f"{self.url}{path}", headers=headers, timeout=20, **options)  # type: ignore[arg-type]  # passed on

    def stop(self) -> None:
        """End every program, the last started first."""
        for program in reversed(list(self.programs.values())):
            program.stop()


def _listening(program: Program) -> str:
    line = program.first_line(within=30)
    if not line.startswith("listening on "):
        raise HallError(f"{program.name} said {line!r}; see {program.log}")
    return line.removeprefix("listening on ")


def _expect_ready(program: Program) -> None:
    line = program.first_line(within=60)
    if line != "ready":
        raise HallError(f"{program.name} said {line!r} instead of ready; see {program.log}")
