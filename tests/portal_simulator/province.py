"""The demonstration province: units of different character, laid out so that each case lands in the
bucket it was made for at NOW, whichever way (by date or by instant) a verdict is taken.

Commune Tiến Thành carries the published numbers of its first half of 2023: received 408 = 249 civil
status + 82 certification + 51 land + 1 meritorious persons + 25 social protection; closed 339 early
and 17 on time; open 30 overdue and 22 in time."""

import random
from datetime import date, datetime, time, timedelta

import calendar2023
from dossier import Dossier

NOW = datetime(2023, 6, 14, 17, 0)  # the last day of the half-year as form II.06 counts it
YEAR_START = date(2022, 12, 15)

# field -> (name, [(procedure, name, term in working days)])
FIELDS = {
    "HT": ("Hộ tịch", [("1.001193", "Đăng ký khai sinh", 1), ("1.000656", "Đăng ký khai tử", 2),
                       ("1.004873", "Cấp giấy xác nhận tình trạng hôn nhân", 3),
                       ("1.004859", "Thay đổi, cải chính, bổ sung thông tin hộ tịch", 6)]),
    "CT": ("Chứng thực", [("2.000815", "Chứng thực bản sao từ bản chính", 1),
                          ("2.000884", "Chứng thực chữ ký", 1),
                          ("2.001035", "Chứng thực hợp đồng, giao dịch về tài sản", 2)]),
    "DD": ("Đất đai", [("1.003554", "Hòa giải tranh chấp đất đai", 45),
                       ("1.004238", "Đăng ký biến động quyền sử dụng đất", 15),
                       ("1.002335", "Cấp lại Giấy chứng nhận quyền sử dụng đất", 30)]),
    "NCC": ("Người có công", [("1.005387", "Trợ cấp hằng tháng đối với người có công", 24)]),
    "BTXH": ("Bảo trợ xã hội", [("1.001776", "Thực hiện trợ cấp xã hội hằng tháng", 25),
                                ("1.001699", "Xác định mức độ khuyết tật", 25),
                                ("2.000286", "Hỗ trợ chi phí mai táng", 10)]),
}
LONG_TERM = 6  # a case can only be in time for days to come if its term is at least this


class Unit:
    """Builds the cases of one portal unit; numbers run over the unit's cases of a day."""

    def __init__(self, chance, agency, name, online_share=0.4):
        self.chance, self.agency, self.name = chance, agency, name
        self.online_share = online_share
        self.per_day, self.cases = {}, []

    def code(self, day):
        self.per_day[day] = self.per_day.get(day, 0) + 1
        return f"{self.agency}-{day:%y%m%d}-{self.per_day[day]:04d}"

    def clock(self, day, first=7 * 60 + 30, last=16 * 60 + 30):
        minute = self.chance.randrange(first, last)
        if 11 * 60 + 30 <= minute < 13 * 60 + 30:
            minute -= 150  # nobody is at the desk at noon
        return datetime.combine(day, time(minute // 60, minute % 60, self.chance.randrange(60)))

    def procedure(self, field, least_term=1):
        choices = [p for p in FIELDS[field][1] if p[2] >= least_term]
        return self.chance.choice(choices or [max(FIELDS[field][1], key=lambda p: p[2])])

    def new_case(self, field, procedure, received_day, **members):
        received = self.clock(received_day)
        service, service_name, term = procedure
        case = Dossier(
            code=self.code(received_day), agency=self.agency, agency_name=self.name,
            domain=f"G15-{field}01", domain_name=FIELDS[field][0],
            service=f"{service}.000.00.00.H36", service_name=service_name, term=term,
            received=received, due=datetime.combine(calendar2023.add(received_day, term), time(17)),
            created=received - timedelta(minutes=self.chance.randrange(1, 300)),
            online=self.chance.random() < self.online_share)
        for name, value in members.items():
            setattr(case, name, value)
        self.cases.append(case)
        return case

    def closed(self, field, how, carried=False):
        """how: early, on_time or late, closed inside the reporting year and up to NOW."""
        procedure = self.procedure(field)
        term, late_days = procedure[2], self.chance.randint(1, 15) if how == "late" else 0
        latest = calendar2023.add(NOW.date(), -(term + late_days) - 1)
        if carried:  # received in the year before, closed in this one
            received = calendar2023.add(YEAR_START, -self.chance.randint(1, max(term - 1, 1)))
        else:
            span = calendar2023.between(YEAR_START, latest)
            received = calendar2023.add(YEAR_START - timedelta(1), self.chance.randint(1, span + 1))
        case = self.new_case(field, procedure, received)
        due_day = case.due.date()
        if how == "late":
            day = calendar2023.add(due_day, late_days)
        elif how == "on_time":
            day = due_day
        else:
            day = calendar2023.add(due_day, -self.chance.randint(1, term))
            if carried:
                day = max(day, calendar2023.add(YEAR_START - timedelta(1), 1))
        case.released = self.clock(day)
        if case.released <= case.received:  # same day: after the desk took it
            case.released = case.received + timedelta(minutes=self.chance.randint(1, 25))
        self.hand_over(case)
        return case

    def hand_over(self, case):
        day = calendar2023.add(case.released.date(), self.chance.randint(0, 4))
        returned = datetime.combine(day, time(16, 45)) if self.chance.random() < 0.85 else None
        case.finished = max(returned, case.released) if returned and returned <= NOW else None
        case.status = "done" if case.finished else "releasing"
        case.modified = case.finished or case.released

    def overdue(self, field, days=None):
        procedure = self.procedure(field)
        days = days or self.chance.choice([1, 1, 2, 2, 3, 3, 4, 5, 6, 8, 10, 13, 17, 22, 30, 41])
        due_day = calendar2023.add(NOW.date(), -days)
        received = max(calendar2023.add(due_day, -procedure[2]),
                       calendar2023.add(YEAR_START - timedelta(1), 1))
        case = self.new_case(field, procedure, received)
        case.due = datetime.combine(due_day, time(17))
        case.status = self.chance.choice(["processing", "processing", "interoperating"])
        return case

    def open_until(self, field, ahead):
        """Due `ahead` working days from NOW."""
        procedure = self.procedure(field, max(LONG_TERM, ahead + 1))
        term = procedure[2]
        received = calendar2023.add(NOW.date(), ahead - term)
        assert received <= NOW.date(), f"no procedure of {field} is long enough"
        case = self.new_case(field, procedure, received)
        case.due = datetime.combine(calendar2023.add(NOW.date(), ahead), time(17))
        return case

    def in_time(self, field):
        return self.open_until(field, self.chance.randint(4, 5))

    def due_soon(self, field, ahead=None):
        return self.open_until(field, self.chance.choice([1, 2]) if ahead is None else ahead)

    def paused(self, field, status="waiting", lock="", late=False):
        case = self.overdue(field) if late else self.in_time(field)
        case.status, case.lock = status, lock
        if status in ("waiting", "correcting"):
            case.corrected = self.clock(calendar2023.add(case.received.date(), 1))
        return case

    def many(self, count, make, field, *args, **named):
        for _ in range(count):
            make(field if isinstance(field, str) else self.chance.choice(field), *args, **named)


def tien_thanh(unit):
    """field: early, on time, overdue, in time – the totals are the published ones."""
    plan = {"HT": (232, 8, 2, 7), "CT": (82, 0, 0, 0), "DD": (17, 5, 20, 9), "NCC": (0, 0, 0, 1),
            "BTXH": (8, 4, 8, 5)}
    for field, (early, on_time, overdue, in_time) in plan.items():
        unit.many(early, unit.closed, field, "early")
        unit.many(on_time, unit.closed, field, "on_time")
        unit.many(overdue, unit.overdue, field)
        unit.many(in_time, unit.in_time, field)


def usual(unit, early, on_time, late=0, carried=0):
    mix = ["HT"] * 5 + ["CT"] * 4 + ["BTXH", "DD"]
    unit.many(early, unit.closed, mix, "early")
    unit.many(on_time, unit.closed, mix, "on_time")
    unit.many(late, unit.closed, mix, "late")
    unit.many(carried, unit.closed, ["DD", "BTXH"], "early", carried=True)


def fine(unit):
    usual(unit, 560, 41, late=1)
    unit.many(18, unit.in_time, ["HT", "DD"])
    unit.many(3, unit.due_soon, "HT")


def large_and_busy(unit):
    """Twelve overdue, but of more than 300 open ones: below 5 %."""
    usual(unit, 900, 120, late=14, carried=25)
    unit.many(12, unit.overdue, ["DD", "HT"])
    unit.many(280, unit.in_time, ["HT", "DD", "BTXH"])
    unit.many(16, unit.due_soon, ["HT", "BTXH"])
    unit.many(9, unit.paused, "DD")


def at_the_edge(unit):
    """Nine overdue: one more fires; three fall due tomorrow."""
    usual(unit, 240, 30, late=6)
    unit.many(9, unit.overdue, ["DD", "HT", "BTXH"])
    unit.many(40, unit.in_time, ["HT", "DD"])
    unit.many(3, unit.due_soon, "HT", 1)
    unit.many(2, unit.due_soon, "DD", 0)  # due today: not overdue today


def only_paused(unit):
    usual(unit, 22, 2)
    unit.many(9, unit.paused, ["DD", "HT"])
    unit.many(4, unit.paused, "DD", "paying")
    unit.many(3, unit.paused, "BTXH", "pausing", late=True)
    unit.many(3, unit.paused, "DD", "processing", lock="PAUSE_OVERDUE", late=True)


def late_but_cleared(unit):
    """Nothing overdue any more, but a year of late results."""
    usual(unit, 130, 40, late=61, carried=8)
    unit.many(11, unit.in_time, ["HT", "BTXH"])


def tiny(unit):
    """Two of three overdue: a large share of nearly nothing."""
    usual(unit, 9, 1)
    unit.many(2, unit.overdue, "HT")
    unit.many(1, unit.in_time, "HT")


def missing_slips(unit):
    """Undated cases, withdrawn and refused ones, online registrations nobody has accepted yet."""
    usual(unit, 150, 20, late=3)
    unit.many(17, unit.in_time, ["HT", "DD"])
    unit.many(4, unit.overdue, "DD")
    for number, case in enumerate(list(unit.cases[:14])):  # no appointment slip: no due date
        case.due = None if number % 2 else ""
    for case in unit.cases[-8:-4]:
        case.due = None
    for number in range(6):
        case = unit.closed("HT", "early")
        case.status, case.modified = "cancelled", case.released
        other = unit.in_time("HT")
        other.status = "denied" if number % 2 else "receiving"


def dirty(unit):
    """What real portals hold and a reader must survive; each with its own kind of wrong."""
    usual(unit, 90, 10)
    unit.many(12, unit.in_time, ["HT", "DD"])
    early = [case for case in unit.cases if case.released][:12]
    early[0].due = "01/01/0001 00:00:00"
    early[1].due = "Không xác định"
    early[2].released = early[2].received - timedelta(days=2)
    early[3].status = "archiving"            # no such status in the catalogue: closed by its date
    early[4].service_name = "<b>Khai sinh</b> & \"trích lục\""
    open_ones = [case for case in unit.cases if not case.released]
    open_ones[0].due = datetime(2123, 6, 1, 17)
    open_ones[1].due = "31/02/2023 17:00:00"
    open_ones[2].status = "archiving"        # … and open without one
    open_ones[3].extra = {"applicantName": "NGUYỄN VĂN A; TRẦN THỊ B\n\u0001", "note": {"a": [1, {}]}}
    missing = unit.in_time("HT")
    missing.received = None                  # accepted, but nobody knows when
    registered = unit.in_time("HT")
    registered.code, registered.received, registered.due = "", None, None
    registered.status, registered.online = "new", True
    unit.cases.append(unit.cases[5])         # listed twice


def land_office(unit):
    unit.many(70, unit.closed, "DD", "early")
    unit.many(22, unit.closed, "DD", "on_time")
    unit.many(19, unit.closed, "DD", "late")
    unit.many(14, unit.overdue, "DD")
    unit.many(96, unit.in_time, "DD")
    unit.many(10, unit.paused, "DD")


def moderate(unit):
    usual(unit, 210, 35, late=5, carried=6)
    unit.many(5, unit.overdue, ["DD", "BTXH"])
    unit.many(46, unit.in_time, ["HT", "DD"])
    unit.many(7, unit.due_soon, "HT")


def old_half(unit):
    """The smaller half of a merged commune, still under its old code at the portal."""
    usual(unit, 60, 12, late=4)
    unit.many(6, unit.overdue, "DD")
    unit.many(8, unit.in_time, "DD")


def stray(unit):
    unit.many(4, unit.in_time, "HT")
    unit.many(3, unit.closed, "HT", "early")


# agency at the portal, its name there, character. See packaging/demo.d/communes.csv for the map.
UNITS = [
    ("000.01.32.H36", "UBND phường Tiến Thành", tien_thanh),
    ("000.02.32.H36", "UBND phường Mũi Né", fine),
    ("000.03.32.H36", "UBND phường Phú Thủy", large_and_busy),
    ("000.04.32.H36", "UBND phường Hàm Thắng", at_the_edge),
    ("000.05.32.H36", "UBND xã Tuyên Quang", only_paused),
    ("000.06.32.H36", "UBND phường Phan Thiết", moderate),
    ("000.07.32.H36", "UBND phường Đức Nghĩa", old_half),
    ("000.08.32.H36", "UBND phường Cam Ly – Đà Lạt", missing_slips),
    ("000.09.32.H36", "UBND phường Lang Biang – Đà Lạt", late_but_cleared),
    ("000.10.32.H36", "UBND xã Đam Rông 1", tiny),
    ("000.11.32.H36", "UBND phường Xuân Hương – Đà Lạt", dirty),
    ("000.20.05.H36", "Chi nhánh Văn phòng Đăng ký đất đai Phan Thiết", land_office),
    ("000.99.99.H36", "Đơn vị thử nghiệm liên thông", stray),
]


def demo(seed=2023):
    cases = []
    for agency, name, character in UNITS:
        # each unit has its own dice: a change to one leaves the others as they were
        unit = Unit(random.Random(f"{seed} {agency}"), agency, name)
        character(unit)
        cases += unit.cases
    return cases


def large(count, seed=1, units=40):
    """A plain large province for tests of size."""
    chance, cases = random.Random(seed), []
    per_unit = -(-count // units)
    for number in range(units):
        unit = Unit(random.Random(f"{seed} {number}"), f"000.{number:03d}.32.H36", f"UBND xã {number}")
        mix = ["HT"] * 5 + ["CT"] * 4 + ["BTXH", "DD"]
        while len(unit.cases) < per_unit:
            kind = chance.choices(["early", "on_time", "late", "overdue", "in_time", "due_soon",
                                   "paused"], [60, 14, 4, 3, 14, 3, 2])[0]
            if kind in ("early", "on_time", "late"):
                unit.closed(chance.choice(mix), kind)
            else:  # no certification takes long enough to be open for days to come
                getattr(unit, kind)(chance.choice(["HT", "HT", "BTXH", "DD"]))
        cases += unit.cases
    return cases[:count]
