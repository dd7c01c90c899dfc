"""Errors as problem+json (RFC 9457)."""

from fastapi.responses import JSONResponse


def problem(status: int, title: str, detail: str) -> JSONResponse:
    """An answer that says what is wrong and what is expected."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return JSONResponse(body, status, media_type="application/problem+json")
