"""Vacancies registered at a window over HTTP, for the desk."""

from typing import Annotated

from litestar import Router, delete, get, post
from litestar.params import FromPath, HeaderParameter, JSONBody, QueryParameter

from hall.errors import RuleError
from queue_server import wire
from queue_server.service.vacancies import Vacancies
from queue_server.web.actors import Who, require_known

_Key = Annotated[str | None, HeaderParameter(name="Idempotency-Key", max_length=200)]


def vacancies_router(vacancies: Vacancies) -> Router:
    """Return ``/api/v1/vacancies``."""

    @post("/", summary="Register an employer's vacancy")
    async def register_vacancy(
        who: Who, data: JSONBody[wire.VacancyRequest], key: _Key = None
    ) -> wire.Vacancy:
        """Keep it and show it to visitors as a job until it is over or closed."""
        actor = require_known(who)
        if not key:
            raise RuleError("key_missing", "An Idempotency-Key header is needed: any unique text")
        return await vacancies.register(actor, data, key)

    @get("/", summary="Registered vacancies")
    async def list_vacancies(
        who: Who, cursor: Annotated[str | None, QueryParameter(max_length=20)] = None
    ) -> wire.VacancyList:
        """Answer them newest first, to those at windows."""
        return vacancies.listed(require_known(who), cursor)

    @get("/{vacancy_id:str}/matches", summary="Registered needs a vacancy answers")
    async def vacancy_matches(who: Who, vacancy_id: FromPath[str]) -> wire.NeedMatchList:
        """Answer them best first with reasons, wishes without the person."""
        return vacancies.matches(require_known(who), vacancy_id)

    @delete("/{vacancy_id:str}", summary="Close a vacancy")
    async def close_vacancy(who: Who, vacancy_id: FromPath[str]) -> None:
        """Visitors find it no more."""
        await vacancies.close(require_known(who), vacancy_id)

    return Router(
        path="/api/v1/vacancies",
        route_handlers=[register_vacancy, list_vacancies, vacancy_matches, close_vacancy],
        tags=["needs"],
    )
