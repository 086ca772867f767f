"""Taking back changes of settings that are kept in the database: accounts, how kiosks begin."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.domain.errors import refused
from queue_server.service import kiosks
from queue_server.service.keeping import ACCOUNT, Keeper
from queue_server.service.kiosks import KIOSK, modes_of
from queue_server.service.running import RunningHall
from queue_server.sites.taking_back import Undoing
from queue_server.web.sessions import Sessions
from queue_server.wire.settings import SettingChange


@dataclass(frozen=True, slots=True)
class Others:
    """Settings that do not stand in the site file."""

    hall: RunningHall
    keeper: Keeper
    sessions: Sessions

    def now(self, change: SettingChange) -> Mapping[str, Any]:
        """Return the settings a change was about, as they are now."""
        if change.room == ACCOUNT:
            user = self.hall.showing.view.users.get(change.subject)
            if user is None:
                return {}
            return {"role": user.role, "window": user.window, "disabled": user.disabled}
        if change.room == KIOSK:
            known = [each for each in self.hall.settings.kiosks if each.id == change.subject]
            documents = self.hall.showing.view.documents
            return msgspec.to_builtins(modes_of(documents, known[0])) if known else {}
        return {}

    async def take_back(
        self, actor: Actor, change: SettingChange, undo: Undoing, origin: str
    ) -> None:
        """Undo it; refuses what the rules of that setting refuse."""
        values = {step.key: step.after for step in undo.steps}
        if change.room == ACCOUNT:
            request = msgspec.convert(values, wire.AccountChange)
            name = change.subject
            await self.keeper.change(actor, name, request, origin=origin, takes_back=change)
            if actor.name != name:
                self.sessions.end_all(name)
        elif change.room == KIOSK:
            modes = msgspec.convert({**self.now(change), **values}, wire.KioskModes)
            site = self.hall.settings
            await self.hall.writer.submit(
                lambda image, moment: kiosks.set_modes(
                    image, moment, site, actor, change.subject, modes,
                    origin=origin, takes_back=change,
                )
            )  # fmt: skip
        else:
            raise refused("value_missing", f"no settings {change.room!r}", field="room")
