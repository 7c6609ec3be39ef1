"""Telemetry of a worker process, without dependencies. OTEL_EXPORTER says where it goes: stderr
(lines that the parent process reads), otlp (OTLP over HTTP to a backend), or nowhere."""
import atexit, contextlib, contextvars, json, math, numbers, os, re, secrets, threading, time, urllib.request

_ENDS = (".start", ".stop", ".exception")  # Lines of spans have names that end like these.
_exporter = os.environ.get("OTEL_EXPORTER", "none")
_parent = re.fullmatch("[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?", os.environ.get("TRACEPARENT", ""))
_trace, _outer, _flags = _parent.groups()[:3] if _parent else (secrets.token_hex(16), "", "01")
_current = contextvars.ContextVar("span", default={"id": _outer})
_wanted = {"ratio": float((re.fullmatch(r"\d+(\.\d*)?([eE]-?\d+)?", os.environ.get("WORKER_SAMPLING_RATIO", "")) or "1")[0]),
           "looked": -math.inf, "exclude": [name for name in os.environ.get("TELEMETRY_EVENTS_EXCLUDE", "").split(",") if name]}
_begin = lambda: globals().update(_ended=[], _sending=threading.Lock(), _writing=threading.RLock())
_begin() or getattr(os, "register_at_fork", dict)(after_in_child=_begin)  # The spans and locks of a parent are not ours.
_is_number = lambda value: isinstance(value, numbers.Real) and not isinstance(value, bool) and abs(_plain(value)) < 1.7e308
_plain = lambda number: int(number) if isinstance(number, numbers.Integral) else float(number)  # As NumPy has them.
_is_sampled = lambda: _is_wanted("") and int(_trace[18:], 16) >= (1 - _wanted["ratio"]) * 2**56
_attributes = lambda values: [
    {"key": _text(k), "value": {"doubleValue": _plain(v)} if _is_number(v) else {"stringValue": _text(v)}} for k, v in values.items()]

def traceparent():
    """The header for calls to other services."""
    return f"00-{_trace}-{_current.get()['id'] or secrets.token_hex(8)}-{_flags}"

def event(name, measurements=None, metadata=None):
    """Tells of something that happened. Measurements are numbers, metadata become text."""
    values, now = {**(measurements or {}), **(metadata or {})}, time.time_ns()
    if _exporter == "stderr":
        _line(name, values, {"span_id": _current.get()["id"], "kind": "EVENT" if str(name).endswith(_ENDS) else ""}, now)
    elif _exporter == "otlp" and "events" in _current.get() and _is_wanted(name):
        _current.get()["events"].append({"timeUnixNano": str(now), "name": name, "attributes": _attributes(values)})

@contextlib.contextmanager
def span(name, kind="INTERNAL", **attributes):
    """Measures what runs in it. Yields a dictionary, to which attributes can be added."""
    this = {"id": secrets.token_hex(8), "events": []}
    ids = {"span_id": this["id"], "parent_span_id": _current.get()["id"], "kind": kind, "status": ""}
    start, token = time.time_ns(), _current.set(this)
    _exporter == "stderr" and _is_sampled() and _is_wanted(name) and _line(name + ".start", {}, ids, start)
    try:
        yield attributes
    except BaseException as ex:
        if not isinstance(ex, GeneratorExit) and not (isinstance(ex, SystemExit) and not ex.code):
            attributes["error.type"], ids["status"], ids["status_message"] = type(ex).__name__, "ERROR", _text(ex)
        raise
    finally:
        end, failed = time.time_ns(), ids["status"] == "ERROR"
        with contextlib.suppress(ValueError): _current.reset(token)  # A generator may be closed in another context.
        if _exporter == "stderr" and (failed or _is_sampled()):
            _line(name, {**attributes, "duration_seconds": (end - start) / 1e9}, {**ids, "status": ids["status"] or "UNSET"}, start)
        elif _exporter == "otlp" and (failed or int(_flags, 16) & 1):
            with contextlib.suppress(RuntimeError):  # There may be no room for a thread.
                len(_ended) < 512 or _sending.locked() or threading.Thread(target=_send).start()
            len(_ended) < 2048 and _ended.append({
                "traceId": _trace, "spanId": this["id"], "parentSpanId": ids["parent_span_id"], "name": name,
                "startTimeUnixNano": str(start), "endTimeUnixNano": str(end), "events": this["events"],
                "kind": {"SERVER": 2, "CLIENT": 3}.get(kind, 1), "attributes": _attributes(attributes),
                "status": {"code": 2, "message": ids["status_message"]} if failed else {}})

def _line(name, values, ids, at):
    measured = {k: _plain(v) for k, v in values.items() if _is_number(v)}
    texts = {k: text for k, v in {**values, **ids}.items() if k not in measured and (text := _text(v))}
    line = {"event": name, "measurements": measured, "metadata": texts, "timestamp_ns": at, "correlation_id": _trace}
    with contextlib.suppress(OSError, TypeError), _writing:  # There may be no reader any more, and a signal may cut a write.
        told = f"TELEMETRY:{json.dumps(line)}\n".encode() if _is_wanted(name) else b""
        while told: told = told[os.write(2, told):]

def _text(value):
    with contextlib.suppress(Exception):  # Values and exceptions are those of the program, which goes on.
        return "" if value is None else str(value)[:4000]  # A line that is too long would not be read.
    return type(value).__name__

def _is_wanted(name, path=os.environ.get("WORKER_CONTROL_FILE")):
    if path and time.monotonic() - _wanted["looked"] > 1:
        _wanted["looked"] = time.monotonic()
        with contextlib.suppress(Exception), open(path, encoding="utf-8") as file:  # It may say anything.
            told, pool = json.load(file), os.environ.get("WORKER_POOL")
            _wanted.update(ratio=float(told["ratio"].get(pool, told["ratio"].get("*", 1.0))), exclude=[*map(str, told["exclude"])])
    return not any(name == off or (off[-1:] == "*" and name.startswith(off[:-1])) for off in _wanted["exclude"] if name)

def _send(url=(os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT") or "http://localhost:4318").rstrip("/") + "/v1/traces"):
    with _sending, contextlib.suppress(Exception):
        resource = {"attributes": _attributes({"service.name": os.environ.get("OTEL_SERVICE_NAME", "worker")})}
        scopes = [{"scope": {"name": __name__}, "spans": [_ended.pop(0) for _ in range(len(_ended))]}]
        body = json.dumps({"resourceSpans": [{"resource": resource, "scopeSpans": scopes}]}).encode()
        urllib.request.urlopen(urllib.request.Request(url, body, {"Content-Type": "application/json"}), timeout=5).close()
atexit.register(lambda: _ended and _send())
