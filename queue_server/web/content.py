"""``GET /api/v1/content…``, ``/content/{kind}/{id}``, ``/suggest…``: what the hall shows, searched.

Anybody may ask. The service blocks on its own file, so it runs in a thread.
"""

import hashlib
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, Router, get
from litestar.di import NamedDependency, Provide
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, QueryParameter

from hall.errors import RuleError
from queue_server.content.model import KINDS, Kind, Sort
from queue_server.content.model import ContentQuery as Query
from queue_server.content.service import ContentService
from queue_server.wire import ContentItem, ContentPage, Problem, SuggestionList

_encode = msgspec.json.Encoder().encode
_STATUS = {"invalid_query": 422, "unknown_content": 404}
_TITLES = {
    "invalid_query": "The question does not fit",
    "unknown_content": "There is no such item, or it is over",
}
_Text = Annotated[str, QueryParameter(max_length=2000)]


@get("/content", sync_to_thread=True, summary="Search jobs, training, policies and notices")
def search_content(
    content: NamedDependency[ContentService],
    kind: FromQuery[Kind | None] = None,
    q: _Text = "",
    region: _Text = "",
    occupation: _Text = "",
    education: _Text = "",
    disability: _Text = "",
    pay_min: FromQuery[int | None] = None,
    facts: FromQuery[list[str] | None] = None,
    sort: FromQuery[Sort | None] = None,
    like: _Text = "",
    exact: FromQuery[bool] = False,
    facets: FromQuery[bool] = True,
    cursor: Annotated[str, QueryParameter(max_length=500)] = "",
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 20,
) -> ContentPage:
    """Answer one page; facets count what each further choice would leave (``facets=false``: none).

    ``like`` is the id of an item whose likes are asked for. Where words find little, words of like
    meaning and of like sound are looked for as well and ``note`` says so; ``exact`` forbids it.
    """
    return content.search(
        Query(
            kind=kind,
            q=q,
            region=region,
            occupation=occupation,
            education=education,
            disability=disability,
            pay_min=pay_min,
            facts=tuple(facts or ()),
            sort=sort,
            like=like,
            exact=exact,
            facets=facets,
            cursor=cursor,
            limit=limit,
        )
    )


@get("/content/{kind:str}/{item_id:str}", sync_to_thread=True, summary="One item, whole")
def get_content(
    content: NamedDependency[ContentService],
    kind: FromPath[str],
    item_id: FromPath[str],
    region: _Text = "",
    occupation: _Text = "",
    education: _Text = "",
    disability: _Text = "",
    pay_min: FromQuery[int | None] = None,
    facts: FromQuery[list[str] | None] = None,
) -> ContentItem:
    """Answer one item with its description, or 404 ``unknown_content``.

    The parameters filter nothing here: ``reasons`` tell how the item answers them.
    """
    told = Query(
        region=region,
        occupation=occupation,
        education=education,
        disability=disability,
        pay_min=pay_min,
        facts=tuple(facts or ()),
    )
    found = content.get(kind, item_id, told) if kind in KINDS else None
    if found is None:
        raise RuleError("unknown_content", "no such item, or it is over")
    return found


@get("/suggest", sync_to_thread=True, summary="Complete what somebody types")
def suggest(
    content: NamedDependency[ContentService],
    q: _Text = "",
    limit: Annotated[int, QueryParameter(ge=1, le=50)] = 10,
) -> SuggestionList:
    """Answer terms found by text, pinyin, initials or T9 digits, most frequent first."""
    return content.suggest(q, limit=limit)


@get(
    "/suggest/vocabulary",
    sync_to_thread=True,
    summary="All terms that may be suggested",
    responses={200: ResponseSpec(data_container=SuggestionList, description="Every term")},
)
def vocabulary(
    request: Request[Any, Any, Any], content: NamedDependency[ContentService]
) -> Response[bytes]:
    """Answer every term, most frequent first, for a copy that works alone; 304 if unchanged."""
    body = _encode(content.vocabulary())
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(b"", status_code=304, headers=headers, media_type="application/json")
    return Response(body, headers=headers, media_type="application/json")


def content_router(service: ContentService, **options: Any) -> Router:
    """Return the routes over a service; ``options`` go to the router (guards, ``opt`` …)."""
    return Router(
        path="/api/v1",
        route_handlers=[search_content, get_content, suggest, vocabulary],
        dependencies={"content": Provide(lambda: service, sync_to_thread=False)},
        exception_handlers={RuleError: _refuse},
        tags=["content"],
        **options,
    )


def _refuse(_request: Request[Any, Any, Any], error: RuleError) -> Response[Problem]:
    field = error.fields.get("field")
    status = _STATUS.get(error.code, 409)
    return Response(
        Problem(
            status=status,
            code=error.code,
            title=_TITLES.get(error.code, error.code),
            detail=error.detail,
            field=field if isinstance(field, str) else None,
        ),
        status_code=status,
        media_type="application/problem+json",
    )
