"""The national dialect, pulled: POST with the session in the body, a window over the days of receipt,
no paging, codes as text, yyyyMMddHHmmss, and an error_code that is a number here and text there. A
session that ended is answered with an error code and HTTP 200."""

import json

import national

PATHS = {"/mapi/g"}
FORMAT = "%Y%m%d%H%M%S"


def clock(value):
    if isinstance(value, str) and value.startswith("01/01/0001"):
        return "00010101000000"
    return national.written(value, FORMAT)


def to_object(d, number):
    code, _ = national.status(d)
    supplements = []
    if d.corrected:
        supplements.append({"HoSoBoSungId": f"BS{number}", "NguoiYeuCauBoSung": "Cán Bộ Một Cửa",
                            "NgayBoSung": clock(d.corrected), "NgayHenTraTruoc": clock(d.due)})
    return {
        "MaHoSo": national.unit_code(d, number), "MaTTHC": d.service.split(".000.")[0],
        "TenTTHC": d.service_name, "MaLinhVuc": d.domain, "TenLinhVuc": d.domain_name,
        "KenhThucHien": "2" if d.online else "1",
        "ChuHoSo": national.person(d), "LoaiDoiTuong": "1", "SoGiayToChuHoSo": national.identity(d),
        "SoDienThoai": national.phone(number), "Email": f"nguoi-nop-{number}@cong-dan.example",
        "TrichYeuHoSo": f"Hồ sơ của {national.person(d)}",
        "NgayNopHoSo": clock(d.created), "NgayTiepNhan": clock(d.received),
        "NgayHenTra": clock(d.due), "TrangThaiHoSo": str(code) if code else "77",
        "NgayTra": clock(d.finished), "NgayKetThucXuLy": clock(d.released), "HinhThuc": "0",
        "DonViXuLy": d.agency_name, "TaiLieuNop": [], "DanhSachLePhi": [],
        "DanhSachTepDinhKemKhac": [], "DanhSachHoSoBoSung": supplements,
        "DanhSachGiayToKetQua": [],
    }


def page_index(_):
    return 0


def refused():
    return b'{"error_code": "-3", "message": "Phi\\u00ean kh\\u00f4ng h\\u1ee3p l\\u1ec7", "data": null}'


def answer(portal, asked):
    low, high = asked.get("ngayNhan1") or "0", asked.get("ngayNhan2") or "9"
    data = [to_object(d, number) for number, d in enumerate(portal.cases)
            if low <= national.receipt_day(d) <= high]
    error = 0 if len(data) % 2 else "00"
    return json.dumps({"error_code": error, "message": "Thành công", "data": data},
                      ensure_ascii=False).encode()
