"""Tablets' app windows that a script works as officers do, each in a process of its own."""
import os
import pathlib
import sqlite3
import subprocess
import time


class WindowFailed(Exception):
    """A hand could not do what it was to do in a window; the message says what."""


def why_none(build):
    """Why no window can be opened here, as a sentence; "" when one can."""
    if not pathlib.Path(build, "tests", "tablet_officer").exists():
        return ("没有平板应用：构建时没有 Qt 6、ZXing 或 xvfb。 · the tablet's app was not built: "
                "qt6-declarative-dev, libzxing-dev and xvfb are wanted (tools/packages.txt)")
    if os.environ.get("QT_QPA_PLATFORM", "") == "" and not (
            os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return ("这里没有可用的显示。请在桌面会话里运行，或者：xvfb-run -a tools/run.sh --windows · there "
                "is no display here: run it in a desktop session, or under xvfb-run -a")
    return ""


class Window:
    """One officer's tablet."""

    def __init__(self, build, tablet, place=(0, 0)):
        self.tablet = tablet
        self.process = subprocess.Popen(
            [str(pathlib.Path(build, "tests", "tablet_officer")), tablet, *map(str, place)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def do(self, *parts):
        """Has the hand do something and returns what it read: tap, type, open, await …"""
        try:
            self.process.stdin.write("\t".join(parts) + "\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline().rstrip("\n")
        except BrokenPipeError:
            answer = ""
        verdict, _, text = answer.partition("\t")
        if verdict != "ok":
            raise WindowFailed(f"{pathlib.Path(self.tablet).name}: {' '.join(parts)}: "
                               f"{text or 'the app ended'}")
        return text

    def enrol(self, server, code, name):
        for box, text in (("enrolServer", server), ("enrolCode", code), ("enrolName", name)):
            self.do("type", box, text)
        self.do("tap", "enrolGo")
        self.do("await", "phase", "work")

    def write(self, organization, field, text):
        """Opens the organisation that the text of a look-up finds alone, and fills in a field."""
        self.do("open", organization)
        self.do("clear", field)
        self.do("type", field, text)

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=60)
        self.process.stdout.close()


class Hands:
    """Two officers of the day in the field who work in windows; the others work in the shell."""

    def __init__(self, city, shell, pictures):
        self.city, self.shell = city, shell
        self.pictures = pathlib.Path(pictures, "pictures") if pictures else None
        self.open = {}

    def window(self, name):
        if name not in self.open:
            place = (0, 0) if name == "A" else (1280, 0)
            self.open[name] = Window(self.city.build, self.city.path(f"{name}.db"), place)
        return self.open[name]

    def keep(self, step):
        """A picture of each open window, with `--keep`."""
        if self.pictures is None:
            return
        self.pictures.mkdir(exist_ok=True)
        for name, window in self.open.items():
            window.do("picture", str(self.pictures / f"{step}-{name}.png"))

    def enrol(self, name, code):
        if name == "C":
            return self.shell.enrol(name, code)
        return self.window(name).enrol(self.city.address, code, f"平板{name}")

    def share_visit(self, day):
        li = self.window("A")
        li.do("open", day.visited_code)
        for target in ("startVisit", "startKind_1"):
            li.do("tap", target)
        li.do("closed")
        li.do("tap", "part_end")
        li.do("type", "purpose", "年度联合走访")
        li.do("tap", "noPoint")
        li.do("tap", "reason_indoor")
        li.do("closed")
        visit = self.seen("A", "SELECT id FROM visit WHERE purpose='年度联合走访'")
        li.do("await", "waiting", "0")
        self.window("B").do("sync")
        self.seen("B", f"SELECT id FROM visit WHERE id='{visit}'")
        self.keep("04-shared-visit")
        return visit

    def edit(self, day):
        for name, field, text, hours in (("A", "contactName", "李主任", "周一至周五 9:00-17:00"),
                                         ("B", "contactPhone", "0533-2188001", "周二至周日 8:30-16:30")):
            self.window(name).write(day.shared_code, field, text)
            self.window(name).do("clear", "hours")
            self.window(name).do("type", "hours", hours)
            self.window(name).do("await", "waiting", "2")
        self.keep("06-edit-offline")

    def visit_together(self, day):
        li, wang = self.window("A"), self.window("B")
        for window in (li, wang):
            window.do("open", day.visited_code)
            window.do("tap", "pastVisit")
        wang.do("tap", "part_people")
        wang.do("type", "participants", "wangqiang")
        wang.do("tap", "participantsAdd")
        for window, answer in ((li, "answer_certificate_displayed_yes"), (wang, "answer_address_matches_no")):
            window.do("tap", "part_checklist")
            window.do("tap", answer)
            window.do("tap", "part_found")
        li.do("tap", "addFinding")
        li.do("tap", "findingItem_certificate")
        li.do("type", "findingText", "登记证书将于下月到期")
        li.do("tap", "findingSave")
        wang.do("tap", "addNeed")
        wang.do("tap", "needKind_3")
        wang.do("type", "needText", "希望协调社区活动场地")
        wang.do("tap", "needSave")
        for window in (li, wang):
            window.do("closed")
        self.keep("07-visit-together")
        li.do("tap", "part_end")
        li.do("type", "summary", "负责人在场,台账齐全。")
        for window in (li, wang):
            window.do("await", "waiting", "5")

    def decide(self, day):
        li = self.window("A")
        li.do("tap", "nav_sync")
        li.do("tap", "choose_kept")
        self.keep("12-decide")
        li.do("type", "conflictReason", "电话核实")
        li.do("tap", "resolve")
        li.do("await", "conflicts", "0")
        li.do("await", "waiting", "0")
        chosen = day.conflict["kept_value"].strip('"')
        for name in ("A", "B"):
            self.window(name).do("open", day.shared_code)
            self.window(name).do("await_text", "hoursInput", chosen)
        self.keep("12-decided")

    def seen(self, name, query):
        """The first value, once the tablet's file has it."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            connection = sqlite3.connect(f"file:{self.city.path(f'{name}.db')}?mode=ro", uri=True)
            row = connection.execute(query).fetchone()
            connection.close()
            if row:
                return row[0]
            time.sleep(0.1)
        raise WindowFailed(f"{name}.db: {query}: nothing within 30 s")

    def close(self):
        for window in self.open.values():
            window.close()
        self.open = {}
