"""The dossier search of VNPT iGate 2.0: a Spring page sorted by change, names as text here and as a
list of {languageId, name} there, a current task that is a list or an object, offsets without a
colon, and two deadlines of which only one is the promise."""

import json
from datetime import datetime, timedelta

import national

PATHS = {"/pa/dossier/search"}
MOST = 500  # a page, whatever `size` asks for


def clock(value):
    """ISO with an offset without a colon; year 0001 and other dirt as they are."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return "0001-01-01T00:00:00.000+0700" if value.startswith("01/01/0001") else value
    return value.strftime("%Y-%m-%dT%H:%M:%S.000+0700")


def changed(d):
    return d.modified or d.finished or d.released or d.created or datetime(2000, 1, 1)


def named(number, text):
    return text if number % 4 == 1 else [{"languageId": 228, "name": text}]


def to_object(d, number):
    status, name = national.status(d)
    step = {"assignee": {"fullname": national.person(d)}, "agency": {"code": d.agency},
            "dueDate": clock(d.created + timedelta(days=1)) if d.created else None}
    translated = named(number, d.service_name)
    if isinstance(translated, list) and number % 3 == 0:
        translated = {"0": translated[0]}
    return {
        "id": f"{d.uid:024x}", "code": national.code(d, number), "nationCode": d.code,
        "dossierStatus": {"id": 100 + status, "name": named(number, name)},
        "dossierTaskStatus": {"id": f"{status:024x}", "name": named(number, "Chuyển xử lý")},
        "agency": {"id": f"60f0{d.agency.encode().hex()[:20]}", "code": d.agency,
                   "name": named(number, d.agency_name),
                   "ancestors": [{"id": "60f000000000000000000001", "name": "UBND tỉnh"}]},
        "procedure": {"id": f"61{d.uid:022x}", "code": d.service.split(".000.")[0],
                      "translate": translated,
                      "sector": {"id": "62", "code": d.domain,
                                 "name": named(number, d.domain_name)}},
        "applyMethod": {"id": int(d.online),
                        "name": named(number, "Trực tuyến" if d.online else "Trực tiếp")},
        "appliedDate": clock(d.created), "acceptedDate": clock(d.received),
        "appointmentDate": clock(d.due), "dueDate": step["dueDate"],
        "completedDate": clock(d.released), "returnedDate": clock(d.finished),
        "updatedDate": clock(changed(d)),
        "processingTime": d.term, "processingTimeUnit": "d",
        "currentTask": [step] if number % 2 else step,
        "applicant": {"data": {"fullname": national.person(d), "phoneNumber": national.phone(number),
                               "identityNumber": national.identity(d),
                               "address": national.address(number)}},
        "accepter": {"fullname": "Cán Bộ Một Cửa"},
    }


def size_of(asked):
    return min(max(int(asked.get("size") or 10), 1), MOST)


def page_index(asked):
    return int(asked.get("page") or 0)


def answer(portal, asked):
    size, page = size_of(asked), page_index(asked)
    found = list(enumerate(portal.cases))
    if asked.get("ancestor-agency-id"):
        found = [pair for pair in found if asked["ancestor-agency-id"] in pair[1].agency]
    if asked.get("sort") == "updatedDate,desc":
        found.sort(key=lambda pair: changed(pair[1]), reverse=True)
    rows = found[page * size:(page + 1) * size]
    out = {"content": [to_object(d, number) for number, d in rows],
           "last": (page + 1) * size >= len(found), "first": page == 0, "number": page,
           "size": size, "numberOfElements": len(rows), "pageable": {"pageNumber": page}}
    if asked.get("spec") != "slice":
        out.update(totalElements=len(found), totalPages=-(-len(found) // size))
    return json.dumps(out, ensure_ascii=False).encode()
