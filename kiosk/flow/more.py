"""Steps besides tickets and finding work: which presenter and which chooser each has."""

from dataclasses import replace

from kiosk.flow import (
    hall_menu,
    hall_steps,
    notice_screens,
    settings,
    tell_screens,
    tell_steps,
    way_screens,
    wish_screens,
    wish_steps,
)
from kiosk.flow.effects import RegisterNeed, SendTelling
from kiosk.flow.going import Chooser
from kiosk.flow.paging import Next
from kiosk.flow.ticket_screens import Presenter
from kiosk.flow.visit import Step

PRESENTERS: dict[Step, Presenter] = {
    "hall": hall_menu.hall,
    "wish-consent": wish_screens.consent,
    "wish": wish_screens.wish,
    "wish-matches": wish_screens.matches,
    "wish-done": wish_screens.registered,
    "wish-withdraw": wish_screens.withdraw,
    "way": way_screens.way,
    "way-to": way_screens.way_to,
    "notices": notice_screens.notices,
    "pages": hall_menu.pages,
    "page": hall_menu.page,
    "settings": settings.settings,
    "setting": settings.setting,
    "tell": tell_screens.tell,
    "tell-about": tell_screens.about,
    "tell-points": tell_screens.points,
    "rate": tell_screens.rate,
    "asked": tell_screens.asked,
    "tell-check": tell_screens.check,
    "tell-phone": tell_screens.phone,
    "tell-done": tell_screens.done,
    "status-pad": tell_screens.status_pad,
    "status": tell_screens.status,
}

CHOOSERS: dict[Step, Chooser] = {
    "hall": hall_steps.on_hall,
    "wish-consent": wish_steps.on_consent,
    "wish": wish_steps.on_wish,
    "wish-matches": wish_steps.on_matches,
    "wish-done": wish_steps.on_done,
    "wish-withdraw": wish_steps.on_withdraw,
    "way": hall_steps.on_way,
    "way-to": hall_steps.on_way_to,
    "notices": hall_steps.on_page,
    "pages": hall_steps.on_pages,
    "page": hall_steps.on_page,
    "settings": settings.on_settings,
    "setting": settings.on_setting,
    "tell": tell_steps.on_tell,
    "tell-about": tell_steps.on_about,
    "tell-points": tell_steps.on_points,
    "rate": tell_steps.on_rate,
    "asked": tell_steps.on_asked,
    "tell-check": tell_steps.on_check,
    "tell-phone": tell_steps.on_phone,
    "tell-done": tell_steps.on_done,
    "status-pad": tell_steps.on_status_pad,
    "status": tell_steps.on_status,
}


def keyed(chosen: Next, key: str) -> Next:
    """Return the choice with a key for what it tells: one key for one telling, sent how often."""
    telling, wishing = chosen.visit.telling, chosen.visit.wishing
    if RegisterNeed() in chosen.effects and not wishing.key:
        return replace(chosen, visit=replace(chosen.visit, wishing=replace(wishing, key=key)))
    if SendTelling() not in chosen.effects or telling.key:
        return chosen
    return replace(chosen, visit=replace(chosen.visit, telling=replace(telling, key=key)))
