"""The person's own half of the desk without a database."""

from tessebs_core.records.preferences import Judged, Preferences


class FakePersonalDesk:
    """The same methods as `tessebs_widgets.actions.personal_desk.PersonalDesk`."""

    chosen = Preferences()

    def history(self, *, before=None, count=20):
        own = [each for each in reversed(self.votes) if before is None or each.vote_id < before]
        target = {each.ephemeris_id: tic for tic, all_ in self.proposed.items() for each in all_}
        return tuple(
            Judged(each.vote_id, target[each.ephemeris_id], each.ephemeris_id, each.judgement, each.cast_at)
            for each in own[:count]
        )

    def preferences(self):
        return self.chosen

    def save_preference(self, name, value):
        self._answer("save_preference", (name, value))
        self.chosen = self.chosen.changed(name, value)
        return self.chosen
