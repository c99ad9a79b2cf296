"""What hentra makes of a lie: tried on a copy of one told and settled store, held to the truth.

Nothing may be opened, closed, raised or lowered on a lie; what is shown of the cases is the truth, or it is
said that something is wrong; and when the portal tells the truth again, everything is as it was."""

import json
import shutil

from support.lies import SHAPES, LyingPortal, at, iso
from support.scene import Scene, rows

COMMUNES = """\
code,name,kind,agencies,email,phone,valid_from,valid_to,successor
22954,Phường Tiến Thành,commune,000.01.32.H36,chair1@example.org,,2025-07-01,,
22918,Phường Mũi Né,commune,000.02.32.H36,chair2@example.org,,2025-07-01,,
22945,Phường Phan Thiết,commune,000.03.32.H36,chair3@example.org,,2025-07-01,,
"""
RULE = """\
fire      = overdue >= 10, overdue-share >= 5%
clear     = overdue < 6
min-cases = 10
scope     = commune
notify    = chair, office, hotline
repeat    = 20 working days
"""
OPEN = ("in_time", "due_soon", "overdue", "paused", "undated_open", "unclear", "vanished")
SHOWN = OPEN + ("early", "on_time", "late", "withdrawn", "undated_closed", "unaccepted", "refused", "invalid")


class LieScene(Scene):
    """A store that was told the truth twice, to be copied for every lie."""

    def __init__(self):
        super().__init__()
        self.liar = LyingPortal()
        self.start_sinks()

    def prepare(self, shape):
        """The store and the truth's own numbers; what was told so far is forgotten."""
        self.liar.lie, self.liar.shape = None, shape
        folder = self.folder / "profiles"
        folder.mkdir(exist_ok=True)
        (folder / "lying.profile").write_text(SHAPES[shape])
        self.write_configuration(communes=COMMUNES, rule=RULE, portal="")
        head, _, tail = self.conf.read_text().partition("[portal lamdong]\n")
        self.conf.write_text(f"{head}[portal lying]\nprofile = lying\nurl = {self.liar.url}\n"
                             + tail[tail.index("\n["):])
        for path in self.folder.glob("hentra.db*"):
            path.unlink()
        for hour in (8, 9):
            self.once(now=iso(at(20, hour)))
        self.kept = self.folder / "kept"
        shutil.rmtree(self.kept, ignore_errors=True)
        self.kept.mkdir()
        for path in self.folder.glob("hentra.db*"):
            shutil.copy2(path, self.kept)
        self.numbers = self.shown(9)
        self.usual = self.remarks(9)
        self.firing = self.episodes(9)
        assert self.firing and sum(sum(tally.values()) for tally in self.numbers.values()) == 80, self.numbers

    def again(self):
        """The prepared store, as if the lie had never been told."""
        self.liar.lie = None
        for path in self.folder.glob("hentra.db*"):
            path.unlink()
        for path in self.kept.iterdir():
            shutil.copy2(path, self.folder)
        self.forget_told()

    def forget_told(self):
        for folder in ("letters", "events"):
            for path in (self.folder / folder).glob("*"):
                path.unlink()

    def shown(self, hour):
        return {row["code"]: {name: row[name] for name in SHOWN if row.get(name)}
                for row in rows(self.json("communes", now=iso(at(20, hour)))) if any(row.get(n) for n in SHOWN)}

    def remarks(self, hour):
        """What status says is wrong, without numbers and instants that move by themselves."""
        status = self.json("status", now=iso(at(20, hour)), code=None)
        return json.dumps([status["needs"], [[portal["state"], portal["error"]] for portal in status["portals"]]],
                          ensure_ascii=False)

    def episodes(self, hour):
        return sorted((row["subject"], row["episode"]) for row in rows(self.json("alerts", now=iso(at(20, hour))))
                      if row["state"] == "firing")

    def told(self):
        """News to chairs and the hotline; what the office hears of a doubt is no news."""
        chairs = [letter["Subject"] for letter in self.letters() if "chair" in letter["To"]]
        return chairs + [event["type"] for _, event in self.events()]

    def try_lie(self, lie):
        """The sentences of what went wrong; none: hentra did not fall for it."""
        self.again()
        wrong, said = [], False
        self.liar.lie = lie
        for hour in (10, 11, 12):
            self.liar.asked = 0
            self.once(now=iso(at(20, hour)), code=None)
            if self.liar.asked > 200:
                wrong.append(f"{self.liar.asked} requests in one poll")
            said = said or self.remarks(hour) != self.usual
            numbers = self.shown(hour)
            if numbers != self.numbers and self.remarks(hour) == self.usual:
                wrong.append(f"{hour}:00 nothing is said, yet {difference(self.numbers, numbers)}")
            count = sum(sum(tally.values()) for tally in numbers.values())
            if count > 80 and self.remarks(hour) == self.usual:
                wrong.append(f"{hour}:00 {count} cases of 80")
        if self.told():
            wrong.append(f"told on a lie: {self.told()}")
        if self.episodes(12) != self.firing:
            wrong.append(f"alerts {self.firing} became {self.episodes(12)}")
        self.liar.lie, self.liar.asked = None, 0
        self.forget_told()
        for hour in (13, 14):
            self.once(now=iso(at(20, hour)), code=None)
        if self.told() or self.episodes(14) != self.firing:
            wrong.append(f"the truth came again: told {self.told()}, alerts {self.episodes(14)}")
        if self.shown(14) != self.numbers:
            wrong.append(f"the truth came again, yet {difference(self.numbers, self.shown(14))}")
        if self.tool("audit", now=iso(at(20, 14)), code=None).returncode:
            wrong.append("the audit finds a difference")
        return wrong, said


def difference(right, shown):
    """Only what differs, commune by commune."""
    return {code: (right.get(code), shown.get(code)) for code in {*right, *shown}
            if right.get(code) != shown.get(code)}


def try_lies(lies):
    """Tries them in groups of one shape; prints each finding and returns how many lies were believed."""
    believed = 0
    with LieScene() as scene:
        for shape in SHAPES:
            told = [lie for lie in lies if lie.shape == shape]
            if told:
                scene.prepare(shape)
            for lie in told:
                wrong, said = scene.try_lie(lie)
                believed += bool(wrong)
                print(f"{'BELIEVED' if wrong else 'said    ' if said else 'harmless'} {lie.kind}: {lie.name}",
                      *(f"    {sentence}" for sentence in wrong), sep="\n", flush=True)
    print(f"{len(lies)} lies, {believed} believed")
    return believed
