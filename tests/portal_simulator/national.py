"""What the other shapes share: the national status codes (TrangThaiHoSo 1 to 10), their names, and
the invented person behind a case."""

from datetime import datetime

from dossier import PEOPLE

CODES = {
    "new": 1, "receiving": 1, "denied": 3, "processing": 4, "interoperating": 4, "posting": 4,
    "collecting": 4, "waiting": 5, "correcting": 5, "paying": 6, "cancelled": 7, "pausing": 8,
    "releasing": 9, "handover": 9, "unresolved": 9, "done": 10,
}
NAMES = {
    1: "Mới đăng ký", 3: "Không được tiếp nhận", 4: "Đang xử lý",
    5: "Yêu cầu bổ sung giấy tờ", 6: "Yêu cầu thực hiện nghĩa vụ tài chính",
    7: "Công dân yêu cầu rút hồ sơ", 8: "Dừng xử lý", 9: "Đã xử lý xong", 10: "Đã trả kết quả",
}
UNKNOWN = "Đang lưu trữ"  # what a status outside the catalogue is called


def status(d):
    """(code, name); a case that is held while it is being worked on is a stopped one here: the other
    systems have no lock beside the status."""
    code = CODES.get(d.status, 0)
    if d.lock and code == 4:
        code = 8
    return code, NAMES.get(code, UNKNOWN)


def code(d, number):
    """What names the case; before the desk gave it a number, its reference (as dossier.py has it)."""
    return d.code or f"{d.uid:08x}-5b0c-4e8e-8000-{number:012x}"


def unit_code(d, number):
    """The same where a code always begins with the unit's."""
    return d.code or f"{d.agency}-{code(d, number)}"


def written(value, pattern):
    """A date as a system writes it; dirty text stands as it is."""
    if value is None or isinstance(value, str):
        return value or ""
    return value.strftime(pattern)


def person(d):
    return PEOPLE[d.uid % len(PEOPLE)]


def phone(number):
    return f"09990000{number % 100:02d}"


def identity(d):
    return f"099900{d.uid % 1000000:06d}"


def address(number):
    return f"Thôn Thử Nghiệm {number % 17}, tổ {number % 5}"


def receipt_day(d):
    """The day by which the systems without an update filter select; a case nobody has received yet
    stands under the day it was handed in."""
    day = d.received if isinstance(d.received, datetime) else d.created
    return f"{day:%Y-%m-%d}" if day else ""
