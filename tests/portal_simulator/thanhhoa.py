"""The search of the .NET system of Thanh Hoá: it selects by the day of receipt and pages over cases
joined with their steps, so that pages are short, a case straddles two of them, totalCount counts
steps, currentPage stays 0 and hasNextPage is true for ever. Dates are text in two formats."""

import json

import national

PATHS = {"/api/v1/hosos/Search/TrangThaiXuLy"}
EVERYTHING = 2147483647  # pageSize when nobody says one


def clock(value, number):
    if isinstance(value, str) and value.startswith("01/01/0001"):
        return "0001-01-01T00:00:00"
    if value is None:
        return None
    return national.written(value, "%d/%m/%Y %H:%M:%S" if number % 5 == 0 else "%Y-%m-%dT%H:%M:%S")


def to_object(d, number):
    code, name = national.status(d)
    return {
        "id": f"{d.uid:08x}-0000-4000-8000-{number:012x}", "maHoSo": national.unit_code(d, number),
        "kenhThucHien": "2" if d.online else "1",
        "createdOn": clock(d.created, number), "ngayTiepNhan": clock(d.received, number),
        "ngayHenTra": clock(d.due, number), "ngayKetThucXuLy": clock(d.released, number),
        "ngayTra": clock(d.finished, number), "donViId": number % 40, "groupName": d.agency_name,
        "ofGroupName": "UBND tỉnh", "catalog": "xa-phuong",
        "maTTHC": d.service.split(".000.")[0], "tenTTHC": d.service_name,
        "linhVucChinh": d.domain, "trangThaiHoSoId": str(code) if code else "77",
        "tenTrangThaiHoSo": name, "chuHoSo": national.person(d),
        "diaChiChuHoSo": national.address(number), "soDienThoaiChuHoSo": national.phone(number),
        "nguoiXuLyQuaHans": [{"hoTen": "Cán Bộ Xử Lý"}],
    }


def page_index(asked):
    return int(asked.get("pageNumber") or 1) - 1


def steps(number):
    """How many process steps a case has had: so often its row stands in the join."""
    return 2 if number % 7 == 3 else 1


def answer(portal, asked):
    size = int(asked.get("pageSize") or EVERYTHING)
    low, high = asked.get("tuNgay") or "0", asked.get("denNgay") or "9"
    rows = [(number, d) for number, d in enumerate(portal.cases)
            if low <= national.receipt_day(d) <= high
            and (asked.get("maDinhDanhCha") or "") in d.agency
            for _ in range(steps(number))]
    page = rows[page_index(asked) * size:(page_index(asked) + 1) * size]
    seen, data = set(), []
    for number, d in page:  # one row a case and page
        if number not in seen:
            seen.add(number)
            data.append(to_object(d, number))
    return json.dumps({
        "data": data, "currentPage": 0, "pageSize": 0, "hasPreviousPage": False,
        "totalPages": -(-len(rows) // size), "totalCount": len(rows), "hasNextPage": True,
    }, ensure_ascii=False).encode()
