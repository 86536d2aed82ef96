"""Everything that cannot be right is refused, with the file, the line and the place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from tests.catalog.conftest import Copy

EXAM = "milestones/04-exam.yaml"
FORM = "milestones/01-application.yaml"
PHONE = "milestones/02-phone_interview.yaml"
SPEED = "scoring: {type: numeric, unit: net_wpm, direction: higher, floor: 15, pass_at: 30, target: 50}"
LISTENING = "hurdles: {cefr: B2, wpm: 30, typing_accuracy: 94, listening: 70, ts.isolate: 2}"
TELECOM_ROUTE = "skill_tests: [tech_test]\n    weights: {application: 5"
CAP = "scenarios: [mk03, mk08, mk10, te01, te04]"


class Fault(NamedTuple):
    """A change to a shipped file, and what reading it then says behind the line number."""

    file: str
    old: str
    new: str
    says: str
    hint: str = ""


MILESTONE_FAULTS = {
    "weights off 100": Fault(PHONE, "weight: 25", "weight: 26", "criteria: the weights add up to 101, not 100."),
    "coaching with weight": Fault(
        FORM, "    weight: 0\n", "    weight: 5\n", "criteria[app.reach].weight: coaching is never scored."
    ),
    "long drill": Fault(
        EXAM,
        'minutes: 15\n        text: "Do three 3-minute typing tests a day.',
        'minutes: 16\n        text: "Do three 3-minute typing tests a day.',
        "criteria[ex.typing_speed].tips[0].minutes: 16 is not between 1 and 15 minutes a day.",
    ),
    "numbers out of order": Fault(
        EXAM,
        SPEED,
        SPEED.replace("target: 50", "target: 20"),
        "criteria[ex.typing_speed].scoring: floor, pass_at and target must rise where higher is better.",
    ),
    "numbers out of order, lower is better": Fault(
        FORM,
        "floor: 6, pass_at: 2, target: 0",
        "floor: 0, pass_at: 2, target: 6",
        "criteria[app.writing].scoring: floor, pass_at and target must fall where lower is better.",
    ),
    "number off the scale": Fault(
        EXAM,
        SPEED,
        SPEED.replace("target: 50", "target: 500"),
        "criteria[ex.typing_speed].scoring: a number lies outside 0 to 250 wpm.",
    ),
    "unknown unit": Fault(
        EXAM,
        "unit: net_wpm",
        "unit: gross_wpm",
        "criteria[ex.typing_speed].scoring.unit: gross_wpm is no unit.",
        "Known: net_wpm, percent",
    ),
    "anchor missing": Fault(
        PHONE,
        "      3: Greets, gives a name",
        "      2: Greets, gives a name",
        "criteria[ph.professional].anchors: anchors describe the ratings 1, 3 and 5.",
    ),
    "criterion with a foreign prefix": Fault(
        PHONE, "id: ph.volume", "id: ex.volume", "criteria[ex.volume].id: ex.volume does not start with ph.."
    ),
    "critical error with a foreign prefix": Fault(
        PHONE,
        "id: ph.ce.proxy",
        "id: ph.proxy",
        "critical_errors[ph.proxy].id: ph.proxy does not start with ph.ce..",
    ),
    "id twice": Fault(PHONE, "id: ph.volume", "id: ph.clarity", "criteria[2]: the id ph.clarity stands here twice."),
    "next unknown": Fault(PHONE, "next: in_person_interview", "next: visit", "next: visit is no milestone."),
    "short name too long": Fault(
        FORM, "short: Applied", "short: Application", "short: Application is longer than 9 characters."
    ),
    "pass mark off the scale": Fault(
        FORM, "pass_mark: 45", "pass_mark: 450", "pass_mark: a pass mark lies between 0 and 100 points."
    ),
    "band off the scale": Fault(
        FORM,
        "borderline: 5",
        "borderline: 50",
        "borderline: the band around the pass mark leaves the scale of 0 to 100 points.",
    ),
    "minimum rating off the scale": Fault(
        PHONE, "min_score: 2", "min_score: 7", "criteria[ph.clarity].min_score: a rating goes from 1 to 5."
    ),
    "placeholder nobody fills": Fault(
        PHONE,
        'retake: "You can take a new phone interview from {date}."',
        'retake: "{name} can take a new phone interview from {date}."',
        "words.retake: nothing fills {name} here.",
        "Placeholders for this text: {date}.",
    ),
    "placeholder in a tip": Fault(
        FORM,
        'target: "Aim for zero errors by day seven."',
        'target: "Aim for zero errors by {date}."',
        "criteria[app.writing].tips[0].target: nothing fills {date} here.",
        "This text has no placeholders.",
    ),
    "empty text": Fault(
        FORM,
        'target: "Aim for zero errors by day seven."',
        'target: " "',
        "criteria[app.writing].tips[0].target: the text is empty.",
    ),
    "long chip": Fault(
        FORM,
        'label: "short, clear lines"',
        'label: "short and very clear lines"',
        "criteria[app.writing].chips[0].label: 'short and very clear lines' is not 1 to 18 characters long.",
    ),
    "two chips alike": Fault(
        FORM,
        'label: "clean spelling"',
        'label: "short, clear lines"',
        "criteria[app.writing].chips[0].label: 'short, clear lines' stands on two chips.",
    ),
    "wrong type": Fault(FORM, "minutes: 3\n", "minutes: three\n", "minutes: expected a whole number, got text."),
    "wrong type deep inside": Fault(
        EXAM,
        'minutes: 15\n        text: "Do three 3-minute typing tests a day.',
        'minutes: "15"\n        text: "Do three 3-minute typing tests a day.',
        "criteria[ex.typing_speed].tips[0].minutes: expected a whole number, got text.",
    ),
    "unknown name": Fault(
        PHONE, "min_score: 2", "minimum: 2", "criteria[ph.clarity].minimum: minimum is not known here.", "min_score"
    ),
    "unknown word": Fault(
        EXAM,
        SPEED,
        SPEED.replace("higher", "up"),
        "criteria[ex.typing_speed].scoring.direction: 'up' is not known here.",
        "Known: higher, lower.",
    ),
    "name missing": Fault(FORM, "name: Online application\n", "", "name is missing."),
    "unknown milestone": Fault(FORM, "id: application\n", "id: visit\n", "id: visit is no milestone."),
}

RETAIL_SAFE = "hurdles: {cefr: B2, wpm: 30, typing_accuracy: 94, listening: 65, cs.deescalate: 2}"
OTHER_FAULTS = {
    "account weights off 100": Fault(
        "accounts.yaml",
        "mock_call: 20, tech_test: 20",
        "mock_call: 20, tech_test: 25",
        "accounts[telecom_tech].weights: the weights add up to 105, not 100.",
    ),
    "weight of a milestone that is no milestone": Fault(
        "accounts.yaml",
        "mock_call: 20, tech_test: 20",
        "mock_call: 20, tech_exam: 20",
        "accounts[telecom_tech].weights: 'tech_exam' is not known here.",
        "Known: application, phone_interview",
    ),
    "weight off the route": Fault(
        "accounts.yaml",
        "mock_call: 20, tech_test: 20",
        "mock_call: 20, sales_test: 20",
        "accounts[telecom_tech].weights.sales_test: sales_test is not on the route of telecom_tech.",
    ),
    "test that is no account test": Fault(
        "accounts.yaml",
        TELECOM_ROUTE,
        TELECOM_ROUTE.replace("[tech_test]", "[exam]"),
        "accounts[telecom_tech].skill_tests[0]: there is no exam.",
    ),
    "scenario unknown": Fault(
        "accounts.yaml", CAP, CAP.replace("mk08", "mk88"), "accounts[telecom_tech].scenarios[1]: there is no mk88."
    ),
    "scenario off the route": Fault(
        "accounts.yaml",
        CAP,
        CAP.replace("te01", "sa01"),
        "accounts[telecom_tech].scenarios[3]: sa01 is for a milestone that is not on the route.",
    ),
    "hurdle unknown": Fault(
        "accounts.yaml",
        LISTENING,
        LISTENING.replace("listening", "hearing"),
        "accounts[telecom_tech].hurdles.hearing: there is no hurdle hearing.",
        "Known: cefr, wpm",
    ),
    "hurdle off the route": Fault(
        "accounts.yaml",
        LISTENING,
        LISTENING.replace("ts.isolate", "sl.honest"),
        "accounts[telecom_tech].hurdles.sl.honest: sales_test is not on the route, so nobody could meet this.",
    ),
    "hurdle off its scale": Fault(
        "accounts.yaml",
        LISTENING,
        LISTENING.replace("typing_accuracy: 94", "typing_accuracy: 940"),
        "accounts[telecom_tech].hurdles.typing_accuracy: 940 lies outside 0 to 100 %.",
    ),
    "hurdle that is no rating": Fault(
        "accounts.yaml",
        LISTENING,
        LISTENING.replace("ts.isolate: 2", "ts.isolate: 20"),
        "accounts[telecom_tech].hurdles.ts.isolate: 20 is no rating.",
    ),
    "level unknown": Fault(
        "accounts.yaml",
        LISTENING,
        LISTENING.replace("B2", "B3"),
        "accounts[telecom_tech].hurdles.cefr: there is no level B3.",
        "Known: A1, A2",
    ),
    "level as a number": Fault(
        "accounts.yaml",
        LISTENING,
        LISTENING.replace("B2", "4"),
        "accounts[telecom_tech].hurdles.cefr: there is no level 4",
    ),
    "word for a number": Fault(
        "accounts.yaml",
        LISTENING,
        LISTENING.replace("wpm: 30", "wpm: fast"),
        "accounts[telecom_tech].hurdles.wpm: expected a number, got fast.",
    ),
    "entry level unknown": Fault(
        "accounts.yaml",
        "entry_level: senior_agent",
        "entry_level: senior",
        "accounts[lead_track].entry_level: there is no senior.",
        "Known: agent, senior_agent",
    ),
    "expertise unknown": Fault(
        "accounts.yaml",
        "expertise: [tourism]",
        "expertise: [travel]",
        "accounts[travel_air].expertise[0]: there is no travel.",
    ),
    "code of five": Fault(
        "accounts.yaml", "code: RETAIL", "code: Retail", "accounts[retail_cs].code: 'Retail' is not six capitals or"
    ),
    "short name of seven": Fault(
        "accounts.yaml",
        "short: Retail",
        "short: Retails",
        "accounts[retail_cs].short: 'Retails' is not 1 to 6 characters long.",
    ),
    "criterion weights off 100": Fault(
        "accounts.yaml",
        "ex.typing_speed: 20, ex.typing_accuracy: 15",
        "ex.typing_speed: 20, ex.typing_accuracy: 10",
        "accounts[saas_chat].criterion_weights.exam: the weights add up to 95, not 100.",
    ),
    "weight of an unknown criterion": Fault(
        "accounts.yaml",
        "ex.typing_speed: 20, ex.typing_accuracy: 15",
        "ex.speed: 20, ex.typing_accuracy: 15",
        "accounts[saas_chat].criterion_weights.exam.ex.speed: there is no ex.speed.",
    ),
    "anchors of an unknown criterion": Fault(
        "accounts.yaml",
        "      mc.control:\n",
        "      mc.steer:\n",
        "accounts[saas_chat].anchor_overrides.mc.steer: there is no criterion mc.steer.",
    ),
    "ladder that falls": Fault(
        "accounts.yaml",
        "level: 3, id: team_lead",
        "level: 1, id: team_lead",
        "ladder[team_lead].level: the levels must rise from entry to entry.",
    ),
    "levels that fall": Fault("accounts.yaml", '"B2+": 4.5', '"B2+": 5.5', "cefr.C1: C1 must stand above B2+."),
    "drill of an expertise without target": Fault(
        "accounts.yaml",
        ', target: "Aim for under 20 seconds."',
        "",
        "expertise[hospitality].tips[1]: target is missing.",
    ),
    "unknown list": Fault("units.yaml", "units:", "unit:", "unit: unit is not known here.", "Known: units."),
    "entry without id": Fault("units.yaml", "{id: percent, ", "{", "units[1]: id is missing."),
    "range without room": Fault(
        "units.yaml",
        'name: percent, short: "%", low: 0',
        'name: percent, short: "%", low: 100',
        "units[percent]: low must be below high.",
    ),
    "exercise of another milestone": Fault(
        "scenarios.yaml",
        "exercises: [sl.discover, sl.value, sl.honest, sl.close]",
        "exercises: [sl.discover, mc.open, sl.honest, sl.close]",
        "scenarios[sa02].exercises[1]: there is no mc.open.",
        "Known: sl.rapport",
    ),
    "type of scenario": Fault(
        "scenarios.yaml",
        "title: Cold call - home internet\n    type: sales",
        "title: Cold call - home internet\n    type: cold",
        "scenarios[sa01].type: there is no cold.",
    ),
    "difficulty": Fault(
        "scenarios.yaml",
        "title: Wrong item sent\n    type: cs\n    difficulty: 2",
        "title: Wrong item sent\n    type: cs\n    difficulty: 6",
        "scenarios[cu01].difficulty: 6 is not between 1 and 5.",
    ),
    "safety category of the downgrade": Fault(
        "safety.yaml",
        "categories: [age, sex_gender_orientation, family_pregnancy,",
        "categories: [age, sex_gender_orientation, family,",
        "context_downgrade.categories: there is no category family.",
    ),
    "detector missing": Fault("slip_rules.yaml", "\n  D: ", "\n  X: ", "detectors: detectors are M, B, I, A, D, T."),
    "words the wrong way round": Fault(
        "slip_rules.yaml",
        "min_words: 90",
        "min_words: 900",
        "min_words: min_words must be above 0 and below max_words.",
    ),
    "days below zero": Fault(
        "follow_up.yaml",
        "borderline_result: 7",
        "borderline_result: -7",
        "retest_days.borderline_result: days are 0 or",
    ),
    "milestone without days": Fault("follow_up.yaml", "  job_offer: 5\n", "", "red_after_days: job_offer is missing."),
    "greeting with a wrong name": Fault(
        "words/en.yaml", "Hi {name},", "Hi {person},", "greeting: nothing fills {person} here.", "{name}"
    ),
    "lone brace": Fault("words/en.yaml", "What went well", "What went well {", "went_well: nothing fills { here."),
    "mark of a criterion that is none": Fault(
        "calls.yaml",
        "label: talks over, criterion: mc.control",
        "label: talks over, criterion: mc.patience",
        "kits[call].marks[5].criterion: there is no mc.patience.",
        "Known: mc.open",
    ),
    "key twice": Fault(
        "calls.yaml",
        "{key: x, label: wrong window",
        "{key: t, label: wrong window",
        "kits[chat].marks[7].key: t stands here twice, for typo too.",
    ),
    "key of a mark and of a customer": Fault(
        "calls.yaml", "replies: [a, l]", "replies: [a, o]", "kits[chat].replies[1]: o stands here twice"
    ),
    "reserved key": Fault(
        "calls.yaml",
        "{key: x, label: wrong window",
        "{key: u, label: wrong window",
        "kits[chat].marks[7].key: u means something else in a call.",
        "Free: a d h",
    ),
    "key that is no letter": Fault(
        "calls.yaml", "{key: x, label: wrong window", '{key: "7", label: wrong window', "'7' is not one small letter."
    ),
    "label of a mark too long": Fault(
        "calls.yaml", "label: wrong window", "label: the wrong chat window", "is not 1 to 16 characters long."
    ),
    "timed mark that times nothing": Fault(
        "calls.yaml",
        "label: typo, criterion: mc.language, good: false,",
        "label: typo, criterion: mc.language, good: false, timed: true,",
        "kits[chat].marks[6].timed: hold and dead_air are timed, and nothing else is.",
    ),
    "time of a mark that has none": Fault(
        "calls.yaml", "sent a line with a typing error", "sent {time} with a typing error", "nothing fills {time} here."
    ),
    "count of a criterion that is none": Fault(
        "calls.yaml",
        "{counts: reply, criterion: mc.control",
        "{counts: reply, criterion: cs.own",
        "kits[chat].counts[1].criterion: there is no cs.own.",
    ),
    "chat without its limit": Fault(
        "calls.yaml", "    longest_gap: 90\n", "", "kits[chat].longest_gap: a chat needs its limit in seconds, above 0."
    ),
    "call of a milestone that is not played": Fault(
        "calls.yaml", "milestone: tech_test", "milestone: exam", "kits[tech].milestone: exam is not played as a call."
    ),
    "scenario of no kind of call": Fault(
        "calls.yaml",
        "types: [cs, tech, sales]",
        "types: [cs, tech]",
        "a scenario is of one kind of call, this is of none.",
    ),
    "more customers than keys": Fault(
        "scenarios.yaml",
        "customers: [Sam, Mei]",
        "customers: [Sam, Mei, Lou]",
        "scenarios[ch01].customers: 3 customers do not fit the 2 keys of chat.",
    ),
    "calls that are none": Fault(
        "milestones/05-mock_call.yaml", "calls: {count: 2,", "calls: {count: 0,", "calls: calls are one or more"
    ),
    "result without words": Fault(
        "words/en.yaml", '  void: "Result: this try does not count."\n', "", "results: void is missing."
    ),
    "ending that is none": Fault(
        "words/en.yaml", '  duplicate: "', '  double: "', "endings.double: double is not known here.", "duplicate"
    ),
}


@pytest.mark.parametrize("fault", MILESTONE_FAULTS.values(), ids=MILESTONE_FAULTS)
def test_a_fault_in_a_milestone_is_named(copy: Copy, fault: Fault) -> None:
    refused(copy, fault)


@pytest.mark.parametrize("fault", OTHER_FAULTS.values(), ids=OTHER_FAULTS)
def test_a_fault_elsewhere_is_named(copy: Copy, fault: Fault) -> None:
    refused(copy, fault)


def refused(copy: Copy, fault: Fault) -> None:
    """The spoiled file is refused with its name, a line and these words."""
    copy.spoil(fault.file, fault.old, fault.new)
    error = copy.complaint()
    assert error.message.startswith((f"{fault.file} line ", "scenarios.yaml line ")), error.message
    assert fault.says in error.message, error.message
    assert fault.hint in error.hint


def test_the_line_is_the_one_in_the_file(copy: Copy) -> None:
    copy.spoil("accounts.yaml", "entry_level: senior_agent", "entry_level: senior")
    line = copy.line("accounts.yaml", "entry_level: senior")
    assert copy.complaint().message.startswith(f"accounts.yaml line {line}, accounts[lead_track].entry_level: ")


def test_the_line_of_a_tip_deep_inside_is_its_own(copy: Copy) -> None:
    copy.spoil(FORM, 'target: "Aim for zero errors by day seven."', 'target: "Aim for {n} errors."')
    line = copy.line(FORM, "{n} errors")
    assert copy.complaint().message.startswith(f"{FORM} line {line}, criteria[app.writing].tips[0].target: ")


def test_a_milestone_without_a_file_is_missed(copy: Copy) -> None:
    (copy.folder / EXAM).unlink()
    assert copy.complaint().message == "milestones: exam is missing."


def test_a_file_that_is_not_there_is_named(copy: Copy) -> None:
    (copy.folder / "words/en.yaml").unlink()
    error = copy.complaint()
    assert error.message.startswith("words/en.yaml is missing.")
    assert error.hint


def test_a_tenth_chip_has_no_key(copy: Copy) -> None:
    chip = '      - {label: "%s", good: true, act: "did it", effect: "That helps."}\n'
    more = "".join(chip % f"chip {number}" for number in range(6))
    copy.spoil(FORM, '      - {label: "short, clear lines"', more + '      - {label: "short, clear lines"')
    assert "criteria[app.writing].chips: there are 10 chips for nine keys." in copy.complaint().message
