"""GET /o/rest/v2/dossiers as OpenCPS answers it, quirks included: half-open start/end, ten rows when
`end` is missing or 0, filters that are ignored when malformed, dates compared as text."""

import re

DEFAULT_ROWS = 10
DATE_FILTERS = {  # query name -> the field it should look at
    "ReceiveDate": "received", "SubmitDate": "created", "DueDate": "due",
    "ReleaseDate": "released", "FinishDate": "finished",
}
CSV_FILTERS = {"status": "status", "agency": "agency", "domain": "domain", "service": "service"}


def lucene_date(text):
    """d/M/yyyy -> yyyyMMdd; malformed -> None: then the filter is silently ignored. Impossible days
    such as 31/11 pass, for the comparison is on text."""
    match = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text.strip())
    if not match or not 1 <= int(match[1]) <= 31 or not 1 <= int(match[2]) <= 12:
        return None
    return f"{match[3]}{int(match[2]):02d}{int(match[1]):02d}"


def index_text(value):
    if value is None or isinstance(value, str):
        return ""
    return value.strftime("%Y%m%d%H%M%S")


def date_filters(query):
    found = []
    for name, attribute in DATE_FILTERS.items():
        low = lucene_date(query.get(f"from{name}", ""))
        high = lucene_date(query.get(f"to{name}", ""))
        if name == "SubmitDate" and high and not low:
            attribute = "received"  # toSubmitDate alone filters the receive date, by mistake
        if low or high:
            found.append((attribute, (low or "0") + "000000", (high or "99999999") + "235959"))
    return found


def whole(query, name):
    try:
        return int(query.get(name, "") or 0)
    except ValueError:
        return 0


def select(dossiers, query):
    """All matching dossiers, sorted as asked."""
    found = list(dossiers)
    for name, attribute in CSV_FILTERS.items():
        wanted = {part.strip() for part in query.get(name, "").split(",") if part.strip()}
        if wanted and "all" not in wanted:
            found = [d for d in found if getattr(d, attribute) in wanted]
    if query.get("dossierNo"):
        found = [d for d in found if d.code == query["dossierNo"]]
    if query.get("online") in ("true", "false"):
        found = [d for d in found if d.online == (query["online"] == "true")]
    for attribute, low, high in date_filters(query):
        found = [d for d in found if low <= index_text(getattr(d, attribute)) <= high]
    newest_first = query.get("order") == "true"  # a reversed sort
    return sorted(found, key=lambda d: index_text(d.created), reverse=newest_first)


def window(query):
    """[start, end) of the answer; None, None: everything."""
    start, end = whole(query, "start"), whole(query, "end")
    if start == -1 and end == -1:
        return None, None
    if end == 0:
        return 0, DEFAULT_ROWS
    return max(start, 0), max(end, 0)
