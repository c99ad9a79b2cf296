"""The same cases as a sheet somebody saved: header row in Vietnamese, columns in an order of their
own, a column with what nobody may keep."""

import csv
import io

import national

COLUMNS = ["STT", "Mã hồ sơ", "Tên người nộp", "Số điện thoại", "Mã đơn vị", "Tên đơn vị",
           "Mã TTHC", "Tên TTHC", "Mã lĩnh vực", "Lĩnh vực", "Kênh thực hiện", "Ngày nộp",
           "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày hoàn thành", "Ngày trả kết quả", "Trạng thái",
           "Ghi chú"]
PATTERN = "%d/%m/%Y %H:%M:%S"


def row(number, d):
    _, name = national.status(d)
    return [number + 1, national.code(d, number), national.person(d), national.phone(number),
            d.agency, d.agency_name, d.service.split(".000.")[0], d.service_name, d.domain,
            d.domain_name, "Trực tuyến" if d.online else "Trực tiếp", national.written(d.created, PATTERN),
            national.written(d.received, PATTERN), national.written(d.due, PATTERN),
            national.written(d.released, PATTERN), national.written(d.finished, PATTERN), name,
            "=HYPERLINK(\"x\")" if number % 11 == 0 else "dòng một\r\ndòng hai" * (number % 13 == 0)]


def answer(cases, separator=",", bom=True):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(row(number, d) for number, d in enumerate(cases))
    return (b"\xef\xbb\xbf" if bom else b"") + out.getvalue().encode()
