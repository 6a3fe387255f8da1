from tessebs_widgets.serving.doors.throttle import Throttle

HOME, AWAY = "10.0.0.7", "10.0.0.8"


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


def failing(throttle, times, username="ada", address=HOME):
    for _ in range(times):
        throttle.failed(username, address)


def test_five_tries_are_free_then_the_wait_doubles():
    clock = Clock()
    throttle = Throttle(clock)
    failing(throttle, 4)
    assert throttle.wait("ada", HOME) == 0
    waits = []
    for _ in range(8):
        throttle.failed("ada", HOME)
        waits.append(throttle.wait("ada", HOME))
    assert waits == [10, 20, 40, 80, 160, 320, 640, 900]
    clock.now += 900
    assert throttle.wait("ada", HOME) == 0


def test_one_name_that_is_guessed_keeps_no_other_person_and_not_its_owner_elsewhere_out():
    throttle = Throttle(Clock())
    failing(throttle, 15)
    assert throttle.wait("ada", HOME) > 0
    assert throttle.wait("ben", HOME) == 0
    assert throttle.wait("ada", AWAY) == 0


def test_one_place_that_tries_many_names_waits():
    throttle = Throttle(Clock())
    for number in range(20):
        throttle.failed(f"name {number}", HOME)
    assert throttle.wait("ada", HOME) > 0
    assert throttle.wait("ada", AWAY) == 0


def test_a_name_that_is_tried_from_many_places_waits_half_a_minute_at_most():
    throttle = Throttle(Clock())
    for number in range(500):
        throttle.failed("ada", f"10.0.{number // 250}.{number % 250}")
    assert 0 < throttle.wait("ada", AWAY) <= 30


def test_who_gets_in_begins_anew_and_does_not_pay_for_the_place():
    throttle = Throttle(Clock())
    for _ in range(100):  # a whole institute behind one address
        throttle.failed("ada", HOME)
        throttle.succeeded("ada", HOME)
    assert throttle.wait("ada", HOME) == throttle.wait("ben", HOME) == 0


def test_what_is_known_is_bounded():
    throttle = Throttle(Clock())
    for number in range(30_000):
        throttle.failed(f"{number}", HOME)
    assert len(throttle._known) <= 20_000
    assert throttle.wait("new", HOME) > 0  # the place is not forgotten
