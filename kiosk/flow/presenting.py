"""Which presenter makes which step's screen."""

from kiosk.flow import (
    alarms,
    detail_screens,
    hall_screens,
    more,
    own_screens,
    take_screens,
    ticket_screens,
    typing_screens,
    work_screens,
)
from kiosk.flow.model import ScreenModel
from kiosk.flow.ticket_screens import Presenter
from kiosk.flow.visit import Known, Step, Visit
from kiosk.flow.wording import Words

PRESENTERS: dict[Step, Presenter] = {
    "idle": hall_screens.idle,
    "home": hall_screens.home,
    "services": ticket_screens.services,
    "needs": ticket_screens.needs,
    "my-needs": ticket_screens.needs,
    "confirm": ticket_screens.confirm,
    "issued": ticket_screens.issued,
    "refused": ticket_screens.refused,
    "work": work_screens.work,
    "facet": work_screens.facet,
    "level": work_screens.level,
    "pad": typing_screens.pad,
    "keys": typing_screens.keys,
    "writing": typing_screens.writing,
    "results": work_screens.results,
    "detail": detail_screens.detail,
    "aloud": detail_screens.aloud,
    "enrol": detail_screens.enrol,
    "take": take_screens.take,
    "code": take_screens.code,
    "my": own_screens.my,
    "digits": own_screens.digits,
    "booked": own_screens.booked,
    "booked-show": own_screens.booked_show,
    "found": own_screens.found,
    "cancel": own_screens.cancel,
    "leave": own_screens.leave,
    "language": hall_screens.language,
    "help": hall_screens.help_,
    "staff": hall_screens.staff,
    "offline": hall_screens.offline,
    "warning": hall_screens.warning,
    "emergency": alarms.emergency,
    "end": hall_screens.end,
    **more.PRESENTERS,
}


def present(visit: Visit, known: Known) -> ScreenModel:
    """Return the screen of a visit."""
    words = Words(visit.modes.language, easy=visit.modes.easy)
    return PRESENTERS[visit.step](visit, known, words)
