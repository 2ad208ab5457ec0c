"""The playground and its JSON API: an ASGI application for one machine, made by :func:`cleaner.serve.app.make_app`.

    app.py        routes, limits, headers
    work.py       what a request asks for, done in a worker process: clean, undo, explain
    workers.py    worker processes that can be given up when time is over
    openapi.py    the description of the API
    static/       the page: HTML, style, script; no other file and no network is needed

Needs the extra `serve` (starlette, uvicorn); the command is `cleaner serve`.
"""
