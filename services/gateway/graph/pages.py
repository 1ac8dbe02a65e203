"""Relay pages: at most a hundred rows, an opaque cursor."""

import strawberry

from services.gateway.graph.refusals import WrongArgument

USUAL = 20
LARGEST = 100


@strawberry.type(description="Where a page of a connection stands.")
class PageInfo:
    """Where a page stands; this interface pages forward only."""

    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


def page_info(cursors: list[str], *, after: str | None, more: bool) -> PageInfo:
    """PageInfo of a forward page."""
    return PageInfo(
        has_next_page=more,
        has_previous_page=after is not None,
        start_cursor=cursors[0] if cursors else None,
        end_cursor=cursors[-1] if cursors else None,
    )


def page_size(first: int | None) -> int:
    """The asked size, 20 when none is asked. WrongArgument outside 1..100."""
    if first is None:
        return USUAL
    if not 1 <= first <= LARGEST:
        raise WrongArgument(argument="first", why_zh=f"应为 1 至 {LARGEST}", why_en=f"must be 1 to {LARGEST}")
    return first
