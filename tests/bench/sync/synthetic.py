"""A synthetic portal of any size: JSON pages of 1,000 cases, about 480 bytes each, in the order of
their receipt, over 600 units; and one listing of what changed since. Written once, kept."""

import json
import random
from datetime import date, datetime, timedelta

PAGE = 1000
UNITS = 600
FIELDS = [("HT", "Hộ tịch", 3), ("CT", "Chứng thực", 1), ("DD", "Đất đai", 21),
          ("BT", "Bảo trợ xã hội", 14), ("XD", "Xây dựng", 10)]
FIRST, LAST = date(2025, 12, 15), date(2026, 9, 30)
NOW = datetime(2026, 9, 30, 17, 0)
LATER = datetime(2026, 9, 30, 17, 30)

RECORD = ('{{"id":{id},"code":"{code}","status":"{status}","agencyCode":"{agency}",'
          '"serviceCode":"1.{service:06d}.000.00.00.H36","serviceName":"Thủ tục số {service}",'
          '"fieldCode":"{field}","fieldName":"{field_name}","online":"{online}",'
          '"applicantName":"NGUYỄN VĂN A","applicantPhone":"0999000000","address":"Thôn {unit}",'
          '"receivedAt":"{received}+07:00","dueAt":"{due}+07:00","finishedAt":{finished},'
          '"returnedAt":{finished},"updatedAt":"{updated}+07:00"}}')


def quoted(moment):
    return f'"{moment.isoformat()}+07:00"' if moment else "null"


class Maker:
    def __init__(self, count, seed):
        self.count, self.chance, self.numbers = count, random.Random(seed), {}
        self.days = (LAST - FIRST).days + 1

    def members(self, number):
        chance = self.chance
        unit = int(chance.random() ** 2 * UNITS)  # a few large ones, many small ones
        day = FIRST + timedelta(days=number * self.days // self.count)
        key = (unit, day)
        self.numbers[key] = serial = self.numbers.get(key, 0) + 1
        field, field_name, term = FIELDS[int(chance.random() ** 2 * len(FIELDS))]
        received = datetime(day.year, day.month, day.day, 7, 30) + timedelta(
            minutes=chance.randrange(540))
        due = received + timedelta(days=term)
        finished = received + timedelta(days=term * chance.random() ** 0.5 * 1.05,
                                        minutes=chance.randrange(300))
        finished = finished.replace(microsecond=0)
        if finished > NOW or chance.random() < 0.005:
            finished = None
        return {"id": number, "unit": unit, "agency": f"000.{unit:03d}.32.H36",
                "code": f"000.{unit:03d}.32.H36-{day:%y%m%d}-{serial:04d}",
                "service": 1000 + chance.randrange(300), "field": field, "field_name": field_name,
                "online": "2" if chance.random() < 0.4 else "1", "received": received, "due": due,
                "finished": finished}


def render(case, updated):
    return RECORD.format(
        id=case["id"], code=case["code"], status="9" if case["finished"] else "4",
        agency=case["agency"], service=case["service"], field=case["field"],
        field_name=case["field_name"], online=case["online"], unit=case["unit"],
        received=case["received"].isoformat(), due=case["due"].isoformat(),
        finished=quoted(case["finished"]), updated=updated.isoformat())


def write_page(path, records):
    path.write_text('{"total":-1,"items":[' + ",\n".join(records) + "]}")


def generate(folder, count, changes, seed=1):
    """pages/N.json from 0, and changes/N.json; both end with an empty page."""
    mark = folder / "made.json"
    wanted = {"count": count, "changes": changes, "seed": seed, "shape": 1}
    if mark.exists() and json.loads(mark.read_text()) == wanted:
        return
    maker, records, page, changed = Maker(count, seed), [], 0, []
    (folder / "pages").mkdir(parents=True, exist_ok=True)
    (folder / "changes").mkdir(exist_ok=True)
    for old in folder.glob("*/*.json"):
        old.unlink()
    picked = set(random.Random(seed + 1).sample(range(count), changes))
    for number in range(count):
        case = maker.members(number)
        records.append(render(case, case["finished"] or case["received"]))
        if number in picked:
            changed.append(case)
        if len(records) == PAGE:
            write_page(folder / f"pages/{page}.json", records)
            records, page = [], page + 1
    write_page(folder / f"pages/{page}.json", records)
    for case in changed:  # open ones close, closed ones get a later due date
        if case["finished"]:
            case["due"] += timedelta(days=3)
        else:
            case["finished"] = NOW + timedelta(minutes=10)
    lines = [render(case, NOW + timedelta(minutes=15)) for case in changed]
    for page, at in enumerate(range(0, len(lines) + PAGE, PAGE)):
        write_page(folder / f"changes/{page}.json", lines[at:at + PAGE])
    mark.write_text(json.dumps(wanted))
