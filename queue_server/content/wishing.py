"""Whether wishes are of a form something could answer."""

from hall.errors import RuleError
from queue_server.content.disability import wanted_mask
from queue_server.content.education import highest_suited
from queue_server.content.model import FACTS, OCCUPATIONS
from queue_server.content.regions import is_region
from queue_server.wire import Wishes


def check_wishes(wishes: Wishes) -> None:
    """Refuse wishes nothing could answer: ``invalid_wishes``, naming the field."""
    wrong = None
    if unknown := [each for each in wishes.occupations if each not in OCCUPATIONS]:
        wrong = "occupations", unknown[0]
    elif unknown := [each for each in wishes.regions if not is_region(each)]:
        wrong = "regions", unknown[0]
    elif unknown := [each for each in wishes.facts if each not in FACTS]:
        wrong = "facts", unknown[0]
    elif wishes.education and highest_suited(wishes.education) is None:
        wrong = "education", wishes.education
    elif wishes.disability and wanted_mask(wishes.disability) is None:
        wrong = "disability", wishes.disability
    if wrong is not None:
        raise RuleError("invalid_wishes", f"{wrong[0]}: no {wrong[1][:40]!r}", field=wrong[0])
