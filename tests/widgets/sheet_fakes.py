"""A desk of a contact sheet without a database: 45 targets, votes in a dictionary, errors on demand."""

from tessebs_core.errors import NoLightCurve, StaleForm
from tessebs_core.records import Ephemeris, Judgement, Progress, Source, StoredVote
from tessebs_core.records.contact_sheet import SheetEntry, SheetPlace
from tessebs_core.records.group_votes import GroupVote, Undone
from tessebs_core.vocabulary import PeriodGrade, PeriodMultiple
from tests.widgets.fakes import NOW, synthetic_light_curve

FIRST, COUNT, PERIOD = 501, 45, 2.5
DARK = FIRST + 3  # has no light curve
DOUBLED = FIRST + 1  # its report says twice the proposed period


class FakeSheetDesk:
    """The same methods as `tessebs_widgets.actions.sheet_desk.SheetDesk`."""

    def __init__(self, count: int = COUNT) -> None:
        self.username = "ada"
        self.targets = list(range(FIRST, FIRST + count))
        self.said: dict[int, list[StoredVote]] = {}
        self.requests: list[str] = []
        self.failing: Exception | None = None
        self.folded: list[int] = []
        self.back: dict[int, int] = {}  # by target the vote before newer data brought it back

    def places(self, *, after=None, count):
        self._answer()
        left = [each for each in self.targets if not self.said.get(each * 10) or self._is_back(each)]
        behind = [each for each in left if after is None or each > after.tess_id]
        return tuple(SheetPlace(0, each) for each in behind[:count])

    def entries(self, tess_ids, *, keep=()):
        self._answer()
        return tuple(self._entry(each) for each in tess_ids)

    def light_curve_of(self, entry):
        self.folded.append(entry.tess_id)
        if entry.tess_id == DARK:
            raise NoLightCurve("TIC 504 has no light curves here.")
        return synthetic_light_curve(entry.tess_id, "SPOC", period=PERIOD, sectors=(1,), cadence=1800.0)

    def judge(self, ephemeris_id: int, judgement: Judgement, *, request_id: str, seen):
        self._answer()
        stored = self.said.setdefault(ephemeris_id, [])
        if seen != (stored[-1].vote_id if stored else None):
            raise StaleForm("This page is out of date, so nothing was saved.")
        self.requests.append(request_id)
        number = len(self.requests)
        stored.append(StoredVote(number, ephemeris_id, "ada", judgement, NOW, request_id, f"action-{number}"))
        return GroupVote(stored[-1])

    def undo(self, action, *, request_id):
        self._answer()
        for ephemeris_id, stored in self.said.items():
            if stored and stored[-1].action == action:
                stored.pop()
                return Undone(action, ephemeris_id // 10, (), NOW)
        raise AssertionError(f"no such action: {action}")

    def progress(self):
        judged = sum(bool(each) for each in self.said.values())
        return Progress(judged, judged, len(self.targets) - judged)

    def _entry(self, tess_id):
        stored = self.said.get(tess_id * 10)
        return SheetEntry(
            tess_id, tess_id * 10, Ephemeris(1326.1, PERIOD), Source("QATS", "2.1"),
            multiple=PeriodMultiple.DOUBLE if tess_id == DOUBLED else PeriodMultiple.PERIOD,
            grade=PeriodGrade.CERTAIN, own_vote=stored[-1] if stored else None,
            is_back=self._is_back(tess_id),
        )  # fmt: skip

    def _is_back(self, tess_id):
        stored = self.said.get(tess_id * 10)
        return bool(stored) and stored[-1].vote_id == self.back.get(tess_id)

    def _answer(self):
        if self.failing is not None:
            raise self.failing
