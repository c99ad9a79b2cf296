"""A dossier as an OpenCPS portal keeps it, and the JSON object it answers with.

Every person, number and address is invented; they are there to prove that hentra drops them."""

import json
import zlib
from dataclasses import dataclass, field, fields, replace
from datetime import datetime

STATUS_TEXT = {
    "new": "Mới đăng ký", "receiving": "Chờ tiếp nhận", "processing": "Đang xử lý",
    "interoperating": "Đang xử lý liên thông", "collecting": "Đang thu thập",
    "waiting": "Yêu cầu bổ sung", "correcting": "Đang sửa đổi", "paying": "Chờ nộp phí",
    "pausing": "Tạm dừng xử lý", "cancelled": "Công dân rút hồ sơ", "denied": "Từ chối tiếp nhận",
    "releasing": "Chờ trả kết quả", "handover": "Chờ bàn giao", "unresolved": "Không giải quyết",
    "done": "Hoàn thành",
}
PEOPLE = ["NGUYỄN VĂN A", "TRẦN THỊ B", "LÊ VĂN C", "PHẠM THỊ D", "HOÀNG VĂN Đ", "VÕ THỊ E"]
# what must never be found in hentra's store, logs, letters or events
PERSONAL_MARKS = PEOPLE + ["099900", "09990000", "Thôn Thử Nghiệm", "@cong-dan.example"]


@dataclass
class Dossier:
    code: str
    agency: str = ""
    agency_name: str = ""
    domain: str = ""
    domain_name: str = ""
    service: str = ""
    service_name: str = ""
    status: str = "processing"
    lock: str = ""
    created: datetime | None = None
    received: datetime | None = None
    due: datetime | str | None = None  # a text stands as it is: dirty data
    released: datetime | None = None   # our "finished"
    finished: datetime | None = None   # our "returned"
    corrected: datetime | None = None
    modified: datetime | None = None
    term: float = 0
    online: bool = False
    extra: dict = field(default_factory=dict)  # members that replace or add to the object

    @property
    def key(self):
        return self.code or f"uid-{self.uid}"

    @property
    def uid(self):
        return zlib.crc32(f"{self.agency}{self.created}{self.service}{self.code}".encode())


def clock(value):
    """dd/MM/yyyy HH:mm:ss, server-local, without an offset."""
    if value is None:
        return ""
    return value if isinstance(value, str) else value.strftime("%d/%m/%Y %H:%M:%S")


def from_json(members):
    """A Dossier from {"code": …, "received": "2023-01-05T08:00:00", …} as the control URL takes it."""
    known = {f.name: f for f in fields(Dossier)}
    unknown = set(members) - set(known)
    if unknown:
        raise ValueError(f"no such member: {', '.join(sorted(unknown))}")
    return Dossier(**{name: as_value(name, value) for name, value in members.items()})


def as_value(name, value):
    dates = ("created", "received", "due", "released", "finished", "corrected", "modified")
    if name in dates and isinstance(value, str) and value[4:5] == "-":
        return datetime.fromisoformat(value)
    return value


def changed(dossier, members):
    return replace(dossier, **{name: as_value(name, value) for name, value in members.items()})


def overdue_text(d, now):
    """The human text the portal shows (and which nobody should judge by)."""
    if d.status in ("waiting", "pausing") or d.lock:
        return "Tạm dừng xử lý"
    if d.status in ("new", "receiving") or not isinstance(d.due, datetime):
        return "" if not d.released else "Đúng hạn"
    if d.released:
        if d.released > d.due:
            return "Quá hạn"
        return "Sớm hạn" if d.released.date() < d.due.date() else "Đúng hạn"
    days = abs((d.due - now).days)
    return f"Còn {days}.0 ngày" if d.due >= now else f"Quá {days}.0 ngày"


def to_object(d, number, now):
    person = PEOPLE[d.uid % len(PEOPLE)]
    out = {
        "dossierId": 90000 + number, "groupId": 53152, "counter": number,
        "referenceUid": f"{d.uid:08x}-5b0c-4e8e-8000-{number:012x}", "dossierNo": d.code,
        "createDate": clock(d.created), "modifiedDate": clock(d.modified or d.released or d.created),
        "submitDate": clock(d.created), "receiveDate": clock(d.received),
        "dueDate": clock(d.due), "extendDate": "",
        "dossierStatus": d.status, "dossierStatusText": STATUS_TEXT.get(d.status, d.status),
        "dossierSubStatus": "", "dossierSubStatusText": "", "lockState": d.lock,
        "dossierOverdue": overdue_text(d, now), "stepCode": "210", "stepName": "Thẩm định hồ sơ",
        "durationCount": float(d.term), "durationUnit": 0,
        "govAgencyCode": d.agency, "govAgencyName": d.agency_name,
        "domainCode": d.domain, "domainName": d.domain_name,
        "serviceCode": d.service, "serviceName": d.service_name,
        "online": "true" if d.online else "false", "viaPostal": "0", "originality": 3,
        "systemId": 0, "serviceLevel": 4,
        "applicantName": person, "applicantIdType": "citizen",
        "applicantIdNo": f"099900{d.uid % 1000000:06d}",
        "address": f"Thôn Thử Nghiệm {number % 17}, tổ {number % 5}",
        "contactName": person, "contactTelNo": f"09990000{number % 100:02d}",
        "contactEmail": f"nguoi-nop-{number}@cong-dan.example",
        "wardCode": "99999", "wardName": "Phường Của Người Nộp",
        "lastActionDate": clock(d.modified or d.created), "lastActionName": "Chuyển xử lý",
    }
    # these two keys are there only if the index document has the field – but some indexes hold ""
    for key, value in (("releaseDate", d.released), ("finishDate", d.finished)):
        if value or number % 3 == 0:
            out[key] = clock(value)
    if d.corrected:
        out["correctingDate"] = clock(d.corrected)
    out.update(d.extra)
    return out


def to_json(d, number, now):
    return json.dumps(to_object(d, number, now), ensure_ascii=False)
