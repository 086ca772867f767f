"""Changing the site of a running hall: foreseen first, written to its file, held from then on."""

import asyncio
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from config.loader import site_from_text
from config.site import Site
from hall.errors import ConfigError, Fault, HallError
from queue_server.domain.actors import Actor
from queue_server.service.asking import require_role
from queue_server.service.people import ACCOUNT_KEEPERS
from queue_server.service.remembering import note_change
from queue_server.service.running import RunningHall
from queue_server.sites.editing import with_steps
from queue_server.sites.effects import Effect, Seen, foresee
from queue_server.sites.file import Draft, SiteFile
from queue_server.sites.places import steps_between
from queue_server.wire.settings import SettingChange, SettingStep

ROOM = "site"


class ForbiddenChangeError(HallError):
    """The hall as it is now forbids the change; ``effects`` say why."""

    def __init__(self, effects: Sequence[Effect]) -> None:
        self.effects = tuple(effects)
        super().__init__("; ".join(each.code for each in effects))


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """What would come of a change: the text, its faults or its site, every step and effect.

    ``before`` and ``after`` are the plain tables of the hall as it runs and as it would.
    """

    text: str
    mark: str
    before: dict[str, Any]
    after: dict[str, Any]
    steps: tuple[SettingStep, ...]
    faults: tuple[Fault, ...] = ()
    site: Site | None = None
    effects: tuple[Effect, ...] = ()

    @property
    def forbidden(self) -> tuple[Effect, ...]:
        """What forbids it."""
        return tuple(each for each in self.effects if each.level == "forbids")


class SiteRoom:
    """The one place from which a running hall's site is changed."""

    def __init__(self, hall: RunningHall, file: SiteFile) -> None:
        self._hall = hall
        self.file = file
        self._runs = file.read().text
        self._turn = asyncio.Lock()

    def draft(self) -> Draft:
        """Return what the file says now."""
        return self.file.read()

    def edited_by_hand(self) -> bool:
        """Tell whether the file says something else than the hall goes by."""
        return _table(self.file.read().text) != _table(self._runs)

    def foresee(self, steps: Sequence[SettingStep]) -> Foreseen:
        """Return what these steps would do to the file as it is now; without any, what it says."""
        draft = self.file.read()
        whole = _table(draft.text) is not None
        text = with_steps(draft.text, steps) if steps and whole else draft.text
        return self._foreseen(text, draft.mark)

    def _foreseen(self, text: str, mark: str) -> Foreseen:
        before, after = _table(self._runs) or {}, _table(text) or {}
        made = steps_between(before, after)
        try:
            site = site_from_text(text, str(self.file.path))
        except ConfigError as error:
            return Foreseen(
                text=text, mark=mark, before=before, after=after, steps=made,
                faults=error.faults,
            )  # fmt: skip
        showing = self._hall.showing
        seen = Seen(
            view=showing.view,
            now=self._hall.now(),
            waits=showing.forecaster.waits(showing.view, about=True),
        )
        effects = foresee(self._hall.settings, site, seen)
        return Foreseen(
            text=text, mark=mark, before=before, after=after, steps=made, site=site,
            effects=effects,
        )  # fmt: skip

    async def found(self, actor: Actor, text: str, *, origin: str = "") -> SettingChange | None:
        """Give a new hall its first file, whole; raises as :meth:`save` does.

        The hall's id may change here alone: nothing bears it yet.
        """
        require_role(actor, ACCOUNT_KEEPERS)
        async with self._turn:
            before = self.file.read()
            made = self._foreseen(text, before.mark)
            allowed = [each for each in made.effects if each.code != "hall-id"]
            made = replace(made, effects=tuple(allowed))
            return await self._write(actor, made, origin, None, first=True)

    async def save(
        self,
        actor: Actor,
        steps: Sequence[SettingStep],
        mark: str,
        *,
        origin: str = "",
        takes_back: SettingChange | None = None,
    ) -> SettingChange | None:
        """Write the change and let the hall go by it; None where there is nothing to change.

        Refuses ``forbidden``; raises ConfigError with every fault, ForbiddenChangeError, and
        FileChangedError where the file is not the one ``mark`` stands for. Then nothing changed.
        """
        require_role(actor, ACCOUNT_KEEPERS)
        async with self._turn:
            made = replace(self.foresee(steps), mark=mark)
            return await self._write(actor, made, origin, takes_back)

    async def _write(
        self,
        actor: Actor,
        made: Foreseen,
        origin: str,
        takes_back: SettingChange | None,
        *,
        first: bool = False,
    ) -> SettingChange | None:
        if made.site is None:
            raise ConfigError(made.faults)
        if made.forbidden:
            raise ForbiddenChangeError(made.forbidden)
        before, was_there = self.file.read(), self.file.path.exists()
        await asyncio.to_thread(self.file.write, made.text, made.mark)
        if not made.steps:
            self._runs = made.text
            return None
        try:
            # What was the demo hall before is nothing anybody would go back to.
            told = () if first else made.steps
            return await self._settle(actor, made, made.site, origin, takes_back, told)
        except BaseException:
            # What the hall does not go by must not lie there for its next start.
            written = self.file.read()
            if was_there:
                self.file.write(before.text, written.mark)
            else:
                self.file.path.unlink()
            raise

    async def _settle(
        self,
        actor: Actor,
        made: Foreseen,
        site: Site,
        origin: str,
        takes_back: SettingChange | None,
        told: Sequence[SettingStep],
    ) -> SettingChange:
        was = self._hall.settings
        await self._hall.go_by(site)

        def note(image: Any, moment: Any) -> SettingChange:
            image.tell(moment.wall, "site_changed", "{}", public=True)
            return note_change(
                image, moment, actor, ROOM, "", told, origin=origin, takes_back=takes_back
            )

        try:
            change = await self._hall.writer.submit(note)
        except BaseException:
            await self._hall.go_by(was)
            raise
        self._runs = made.text
        return change


def _table(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None
