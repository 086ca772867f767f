"""How a message reaches somebody: group robots, another program, a mailbox.

WeCom (developer.work.weixin.qq.com, 群机器人配置说明): POST ``send?key=``, text of at most 2,048
bytes, 20 a minute a robot. DingTalk (open.dingtalk.com, 自定义机器人): POST
``send?access_token=``, HMAC-SHA-256 of "timestamp newline secret", 20 a minute, over it muted for
ten minutes. Both answer 200 with an ``errcode`` that is not 0 where they refuse.
"""

import base64
import hashlib
import hmac
import smtplib
import ssl
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

import msgspec

from config.alerting import Alert
from hall.clock import Clock
from hall.errors import HallError
from queue_server.alerts.digest import Message

_WITHIN_S = 10.0
_ROBOT_BYTES = 2048
_DINGTALK_BYTES = 18_000


class NotToldError(HallError):
    """A message did not arrive; the words say what to do."""


class Carrier(Protocol):
    """One way to tell; ``limit`` is the most bytes of text it takes."""

    limit: int | None

    def send(self, message: Message) -> None:
        """Send it and wait for the answer (blocks); raises NotToldError."""


class _Answer(msgspec.Struct):
    errcode: int = 0
    errmsg: str = ""


class Wecom:
    """A group robot of WeCom (企业微信, 政务微信)."""

    limit: int | None = _ROBOT_BYTES

    def __init__(self, alert: Alert, secret: str) -> None:
        self._alert = alert
        self._key = secret

    def send(self, message: Message) -> None:
        """Post the text; raises NotToldError."""
        text: dict[str, object] = {"content": message.text}
        if self._alert.mobiles:
            text["mentioned_mobile_list"] = list(self._alert.mobiles)
        body = {"msgtype": "text", "text": text}
        _ask_robot(self._alert.address, {"key": self._key}, body)


class Dingtalk:
    """A group robot of DingTalk (钉钉, 浙政钉)."""

    limit: int | None = _DINGTALK_BYTES

    def __init__(self, alert: Alert, secret: str, clock: Clock) -> None:
        self._alert = alert
        self._token, _, self._secret = secret.partition("\n")
        self._clock = clock

    def send(self, message: Message) -> None:
        """Post the text, signed where the robot has a secret; raises NotToldError."""
        asked = {"access_token": self._token.strip()}
        secret = self._secret.strip()
        if secret:
            stamp = str(int(self._clock.now().timestamp() * 1000))
            mark = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256)
            asked |= {"timestamp": stamp, "sign": base64.b64encode(mark.digest()).decode()}
        body = {"msgtype": "text", "text": {"content": message.text}}
        _ask_robot(self._alert.address, asked, body)


class Webhook:
    """Another program: JSON, signed as the hall's call webhooks are."""

    limit: int | None = None

    def __init__(self, alert: Alert, secret: str) -> None:
        self._alert = alert
        self._secret = secret.encode()

    def send(self, message: Message) -> None:
        """Post subject, text and events; raises NotToldError unless the answer is 2xx."""
        body = msgspec.json.encode(
            {"subject": message.subject, "text": message.text, "events": message.events}
        )
        mark = hmac.new(self._secret, body, hashlib.sha256).hexdigest()
        headers = {"X-Hall90-Signature": f"sha256={mark}", "Idempotency-Key": message.id}
        _post(self._alert.address, {}, body, headers)


class Mail:
    """A mailbox over SMTP, encrypted unless the mail server is this machine."""

    limit: int | None = None

    def __init__(self, alert: Alert, secret: str, clock: Clock) -> None:
        self._alert = alert
        self._secret = secret
        self._parts = urlsplit(alert.address)
        self._clock = clock

    def send(self, message: Message) -> None:
        """Hand it to the mail server; raises NotToldError."""
        letter = EmailMessage()
        letter["Subject"] = message.subject
        letter["From"] = self._alert.sender
        letter["To"] = ", ".join(self._alert.to)
        letter["Date"] = format_datetime(self._clock.now())
        letter["Message-ID"] = make_msgid(domain=self._alert.sender.partition("@")[2])
        letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday replies
        letter.set_content(message.text)
        try:
            with self._opened() as server:
                server.send_message(letter)
        except (OSError, smtplib.SMTPException) as error:
            raise NotToldError(f"the mail server did not take it: {_short(error)}") from error

    def _opened(self) -> smtplib.SMTP:
        host, port = self._parts.hostname or "", self._parts.port
        safe = ssl.create_default_context()
        server: smtplib.SMTP
        if self._parts.scheme == "smtps":
            server = smtplib.SMTP_SSL(host, port or 465, timeout=_WITHIN_S, context=safe)
        else:
            server = smtplib.SMTP(host, port or 587, timeout=_WITHIN_S)
            if host not in ("127.0.0.1", "localhost", "::1"):
                server.starttls(context=safe)
        if self._parts.username:
            server.login(unquote(self._parts.username), self._secret)
        return server


def carrier(alert: Alert, clock: Clock) -> Carrier:
    """Return the way a site file describes; raises NotToldError where its secret is not there."""
    secret = _secret(alert)
    made: Mapping[str, Callable[[], Carrier]] = {
        "wecom": lambda: Wecom(alert, secret),
        "dingtalk": lambda: Dingtalk(alert, secret, clock),
        "webhook": lambda: Webhook(alert, secret),
        "email": lambda: Mail(alert, secret, clock),
    }
    return made[alert.family]()


def _secret(alert: Alert) -> str:
    if not alert.secret_file:
        return ""
    try:
        return Path(alert.secret_file).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise NotToldError(f"{alert.secret_file} cannot be read: {_short(error)}") from error


def _ask_robot(address: str, asked: Mapping[str, str], body: object) -> None:
    answer = _post(address, asked, msgspec.json.encode(body), {})
    try:
        told = msgspec.json.decode(answer, type=_Answer)
    except msgspec.MsgspecError as error:
        raise NotToldError("the robot's answer is not what robots answer") from error
    if told.errcode != 0:
        raise NotToldError(f"the robot refused: {told.errcode} {told.errmsg[:120]}")


def _post(address: str, asked: Mapping[str, str], body: bytes, headers: Mapping[str, str]) -> bytes:
    import requests  # 50 ms and 5 MiB that halls without alerts save

    sent = {"Content-Type": "application/json; charset=utf-8", **headers}
    try:
        with requests.post(
            address, params=dict(asked), data=body, headers=sent, timeout=_WITHIN_S,
            allow_redirects=False, stream=True,
        ) as answer:  # fmt: skip
            if not 200 <= answer.status_code < 300:
                raise NotToldError(f"answered {answer.status_code}")
            return answer.raw.read(64 << 10, decode_content=True) or b""
    # The address with the key in it is part of what requests says: only the kind is told.
    except (requests.RequestException, OSError) as error:
        raise NotToldError(f"not reached: {type(error).__name__}") from None


def _short(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return type(error).__name__
