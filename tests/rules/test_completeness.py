"""What stands between a slip and its reader."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.model.slip import Evidence, Finding, SlipDraft
from domain.model.terms import MilestoneId, Result, Severity, State
from domain.rules.completeness import deliverable, findings
from domain.rules.drafting import LastSlip, SlipFacts, draft
from tests.rules.builders import rated
from tests.rules.slip_builders import (
    JOAN,
    arun,
    catalogue,
    composed,
    facts,
    improvement,
    joan,
    shipped,
    slip,
    strength,
)

RULES, SAFETY = catalogue().slip_rules, catalogue().safety
WHOLE = Evidence("at the start", "gave your name", "That keeps customers safe")


def check(draft_: SlipDraft, **more: object) -> tuple[Finding, ...]:
    return findings(draft_, composed(draft_), RULES, SAFETY, **more)  # type: ignore[arg-type]


def found(draft_: SlipDraft, rule: str, **more: object) -> list[tuple[str, str]]:
    return [(finding.place, finding.message) for finding in check(draft_, **more) if finding.rule == rule]


def with_free_text(text: str) -> SlipDraft:
    return replace(joan(), free_text=text)


def test_the_sample_slips_can_go() -> None:
    for sample, called in ((joan(), "Joan"), (arun(), "Arun")):
        document = composed(sample, replace(JOAN, called=called))
        found_ = findings(sample, document, RULES, SAFETY)
        assert deliverable(found_)
        assert [one for one in found_ if one.severity is Severity.WARN] == []


def test_a_missing_moment_is_only_a_hint_where_the_rest_is_there() -> None:
    draft_ = slip((strength(replace(WHOLE, moment="")),), (improvement(WHOLE),))
    (finding,) = [one for one in check(draft_) if one.rule in {"F01", "F02"}]
    assert (finding.severity, finding.place, finding.message) == (
        Severity.HINT,
        "strength 1 moment",
        "when it happened",
    )


def test_a_moment_told_within_the_act_counts() -> None:
    draft_ = slip((strength(Evidence("", "asked for the name before you shared the bill", "keeps them safe")),))
    assert found(draft_, "F01") == []


def test_no_strength_and_no_improvement_block() -> None:
    assert found(slip(), "F01") == [("strength 1", "one thing that went well, with what they said or did")]
    assert found(slip(), "F02") == [("improvement 1", "one thing to work on, with a drill")]
    assert not deliverable(check(slip()))


@pytest.mark.parametrize(
    ("evidence", "missing"),
    [
        (Evidence(), ["moment", "act", "effect"]),
        (Evidence("at the start"), ["act", "effect"]),
        (Evidence("", "", "keeps customers safe"), ["moment", "act"]),
        (Evidence("at the start", "", "keeps customers safe"), ["act"]),
        (Evidence("", "gave your name"), ["moment", "effect"]),
        (Evidence(" ", ".", "-"), ["moment", "act", "effect"]),
    ],
)
def test_a_strength_says_which_part_is_missing(evidence: Evidence, missing: list[str]) -> None:
    places = [place for place, _ in found(slip((strength(evidence),)), "F01")]
    assert places == [f"strength 1 {part}" for part in missing]


def test_the_catalogue_praise_counts_as_the_effect() -> None:
    draft_ = slip((strength(Evidence("at the start", "gave your name"), text="Your opening was warm."),))
    assert found(draft_, "F01") == []


def test_an_improvement_says_which_part_is_missing_and_why() -> None:
    bare = slip((strength(WHOLE),), (improvement(Evidence(), "", 0, "", tip=-1),))
    assert found(bare, "F02") == [
        ("improvement 1 moment", "when it happened"),
        ("improvement 1 act", "what they said or did"),
        ("improvement 1 effect", "why this matters to a caller"),
        ("improvement 1 drill", "one drill that starts with a verb"),
        ("improvement 1 minutes", "minutes a day, 15 or less"),
        ("improvement 1 target", "how they know that it worked"),
    ]


def test_an_improvement_without_an_act_never_goes() -> None:
    draft_ = slip((strength(WHOLE),), (improvement(Evidence("at minute three", "", "The line may seem dead")),))
    assert found(draft_, "F02") == [("improvement 1 act", "what they said or did")]
    assert not deliverable(check(draft_))


def test_only_a_drill_in_own_words_is_guessed_at() -> None:
    vague = improvement(WHOLE, "More energy", 10, "Aim for five.", tip=-1)
    clear = improvement(WHOLE, "Record one answer a day.", 10, "Aim for five.", tip=-1)
    catalogued = improvement(WHOLE, "Before you answer, repeat the key words.", 5, "Aim for five.", tip=1)
    evidence = Evidence("", "waited", "A caller may hang up")
    assert found(slip((), (replace(vague, evidence=evidence),)), "F02")[1][0] == "improvement 1 drill"
    assert found(slip((), (clear,)), "F02") == []
    assert found(slip((), (catalogued,)), "F02") == []


def test_no_tip_blocks() -> None:
    assert found(replace(joan(), next_tip=" "), "F03") == [("next_tip", "one tip for the next try")]
    assert found(replace(arun(), next_tip=""), "F03") == [("next_tip", "one tip for the next step")]


def test_no_date_blocks_unless_the_road_has_ended() -> None:
    assert found(replace(joan(), next_date=None), "F04") == [("next_date", "the date of the next step")]
    assert found(replace(joan(), next_date=None, ending=State.NOT_SELECTED), "F04") == []
    assert found(slip(result=Result.VOID, next_date=date(2026, 7, 29)), "F04") == []


def test_an_opening_without_words_blocks() -> None:
    bare = replace(composed(joan()), opening="")
    assert "F04" in {one.rule for one in findings(joan(), bare, RULES, SAFETY)}


def test_harmful_words_block_under_their_category_and_say_where() -> None:
    draft_ = slip((strength(replace(WHOLE, act="sounded great for a woman")),), (improvement(WHOLE),))
    (finding,) = [one for one in check(draft_) if one.rule == "sex_gender_orientation"]
    assert (finding.severity, finding.place, finding.text) == (Severity.BLOCK, "strength 1", "for a woman")
    assert finding.rewrite


def test_a_persons_own_name_is_no_harm() -> None:
    draft_ = slip((strength(replace(WHOLE, act="gave Christian as the name")),), (improvement(WHOLE),))
    named = composed(draft_, replace(JOAN, person="Christian Young", called="Christian"))
    other = composed(draft_)
    assert not [one for one in findings(draft_, named, RULES, SAFETY) if one.rule == "race_origin_faith"]
    assert [one for one in findings(draft_, other, RULES, SAFETY) if one.rule == "race_origin_faith"]


@pytest.mark.parametrize("mark", ["{date}", "[evidence]", "TODO", "____", "{"])
def test_template_marks_block(mark: str) -> None:
    draft_ = slip((strength(replace(WHOLE, act=f"said {mark} twice")),), (improvement(WHOLE),))
    assert found(draft_, "F06") == [("strength 1", f"take out {mark}")]


def test_a_script_with_a_name_to_fill_in_is_no_mark() -> None:
    script = "Say 'This is [name], how can I help?' ten times."
    assert found(slip((strength(WHOLE),), (improvement(WHOLE, script),)), "F06") == []


def test_too_many_points_are_kept_for_later() -> None:
    draft_ = slip((strength(WHOLE),) * 4, (improvement(WHOLE, criterion="mc.close"),) * 4)
    assert [place for place, _ in found(draft_, "F08")] == ["strength 4", "improvement 4"]


def test_a_long_dose_is_warned_of() -> None:
    draft_ = slip((strength(WHOLE),), (improvement(WHOLE, minutes=20),))
    assert found(draft_, "F09") == [("improvement 1 minutes", "15 minutes a day at most")]
    assert deliverable(check(draft_))


def test_a_long_sentence_is_shown_where_it_stands() -> None:
    long = "asked " + " and ".join(f"point {at}" for at in range(12))
    draft_ = slip((strength(replace(WHOLE, act=long)),), (improvement(WHOLE),))
    assert any(
        place == "strength 1" and message.startswith("split this sentence") for place, message in found(draft_, "F10")
    )


def test_hard_words_are_warned_of() -> None:
    hard = (
        "Internationalisation considerations notwithstanding, organisational communication necessitates clarification."
    )
    assert any("shorter words" in message for _, message in found(with_free_text(" ".join([hard] * 12)), "F10"))


def test_too_few_words_are_a_warning_but_not_for_a_short_slip() -> None:
    assert any("say a little more" in message for _, message in found(slip(), "F10"))
    assert found(slip(result=Result.NO_SHOW), "F10") == []


def test_too_many_words_are_a_warning() -> None:
    assert any("cut it down" in message for _, message in found(with_free_text("You did well. " * 90), "F10"))


@pytest.mark.parametrize("act", ["she offered a credit", "He waited", "told us that the candidate was new"])
def test_the_third_person_is_warned_of(act: str) -> None:
    draft_ = slip((strength(replace(WHOLE, act=act)),), (improvement(WHOLE),))
    assert [place for place, _ in found(draft_, "F11")] == ["strength 1 act"]


def test_the_customer_may_be_she() -> None:
    told = Evidence("", "told the caller why she had to wait", "She knew what comes next")
    assert found(slip((strength(told),), (improvement(WHOLE),)), "F11") == []


@pytest.mark.parametrize(
    ("act", "warned"),
    [
        ("typed 24 words a minute", True),
        ("scored 62", True),
        ("got 62 percent right", True),
        ("were below the cut-off", True),
        ("typed 24 words a minute, and this account needs 30", False),
        ('said, "I raised sales by 20 percent."', False),
        ("waited eight seconds before 3 answers", False),
    ],
)
def test_a_number_alone_is_warned_of(act: str, warned: bool) -> None:
    draft_ = slip((strength(WHOLE),), (improvement(replace(WHOLE, act=act)),))
    assert bool(found(draft_, "F12")) is warned


def test_praise_and_work_on_one_criterion_contradict() -> None:
    draft_ = slip((strength(WHOLE, "mc.probe"),), (improvement(WHOLE),))
    assert [place for place, _ in found(draft_, "F14")] == ["improvement 1"]


def test_a_name_said_twice_is_a_hint() -> None:
    assert found(with_free_text("Well done, Joan."), "F17") == [("", "their name once is enough")]
    assert found(joan(), "F17") == []


def test_a_private_note_in_the_slip_blocks() -> None:
    draft_ = with_free_text("Ask the lead about the night shift first.")
    assert found(draft_, "F18", note="ask the lead  about the night shift") != []
    assert found(draft_, "F18", note="the lead") == []
    assert found(joan(), "F18", note="ask the lead about the night shift") == []


def test_free_text_has_a_limit_and_is_read_once_more() -> None:
    assert found(with_free_text("word " * 50), "F19") == [("free_text", "249 characters, 200 at most")]
    assert found(with_free_text("It was good to meet you."), "F20") == [
        ("free_text", "Would I say this aloud to anyone here?")
    ]
    assert found(with_free_text("It was good to meet you."), "F20", read_aloud=True) == []


def test_free_text_with_nothing_to_hold_on_to_is_asked_for_an_act() -> None:
    asked = [("free_text", "name what they said or did, a quote or a count")]
    assert found(with_free_text("A great personality all round."), "F22") == asked
    assert found(with_free_text("You asked twice for the date."), "F22") == []
    assert found(joan(), "F22") == []


def test_a_mark_of_ours_is_in_capitals() -> None:
    assert found(with_free_text("Practica sobre todo el cierre."), "F06") == []


@pytest.mark.parametrize("result", [Result.NO_SHOW, Result.VOID, Result.ON_HOLD, Result.INCOMPLETE])
def test_a_short_slip_needs_only_its_tip_and_date(result: Result) -> None:
    assert check(slip(result=result)) == ()
    assert not deliverable(check(slip(result=result, next_tip="")))


@pytest.mark.parametrize("ending", [State.WITHDREW, State.DECLINED, State.NO_SHOW, State.UNREACHABLE, State.DUPLICATE])
def test_a_person_who_left_is_owed_no_more_than_that(ending: State) -> None:
    assert deliverable(check(slip(ending=ending)))


def test_a_rule_that_the_site_dropped_is_not_looked_at_and_its_severity_counts() -> None:
    kept = tuple(replace(rule, severity=Severity.HINT) for rule in RULES.rules if rule.id != "F03")
    rules = replace(RULES, rules=kept)
    draft_ = replace(slip(), next_tip="")
    found_ = findings(draft_, composed(draft_), rules, SAFETY)
    assert "F03" not in {one.rule for one in found_}
    assert deliverable(found_)


# with the facts of the attempt ----------------------------------------------------------------------------------------


CALL: dict[str, float] = {
    "mc.open": 5,
    "mc.verify": 5,
    "mc.probe": 2,
    "mc.empathy": 4,
    "mc.resolve": 2,
    "mc.control": 3,
}


def attempt(values: dict[str, float] | None = None, **more: object) -> SlipFacts:
    ratings = rated(dict(CALL if values is None else values))
    evidence = {rating.criterion: WHOLE for rating in ratings}
    return facts(shipped(MilestoneId.MOCK_CALL), ratings, Result.NOT_YET, evidence, **more)


def test_a_draft_with_evidence_can_go_as_it_is() -> None:
    given = attempt()
    assert check(draft(given), facts=given) == ()


def test_work_outside_the_largest_gaps_wants_a_reason() -> None:
    given = attempt()
    other = replace(draft(given), improvements=(improvement(WHOLE, criterion="mc.empathy"),))
    assert found(other, "F07", facts=given) == [("improvement 1", "not one of the largest gaps; say why")]


def test_a_repeated_drill_or_tip_is_warned_of_while_another_exists() -> None:
    drafted = draft(attempt())
    first = drafted.improvements[0]
    again = attempt(last=LastSlip(frozenset({(first.criterion, first.tip)}), drafted.next_tip))
    both = attempt(last=LastSlip(frozenset({(first.criterion, 0), (first.criterion, 1)})))
    assert [place for place, _ in found(drafted, "F13", facts=again)] == ["improvement 1 drill", "next_tip"]
    assert found(drafted, "F13", facts=both) == []


def test_a_critical_error_is_explained_in_its_own_words_with_normal_tips() -> None:
    text = "You shared account details before the security check was done."
    given = attempt(critical_text=text)
    assert found(draft(given), "F15", facts=given) == []
    silent = replace(draft(given), critical_text="")
    assert [place for place, _ in found(silent, "F15", facts=given)] == ["critical"]
    bare = replace(draft(given), improvements=())
    assert [place for place, _ in found(bare, "F15", facts=given)] == ["improvement 1"]


def test_an_attempt_decided_before_any_rating_can_still_be_told() -> None:
    given = attempt({}, critical_text="The customer was not treated with respect on this call.")
    drafted = draft(given)
    assert drafted.improvements
    assert deliverable(check(drafted, facts=given))


def test_the_strongest_criterion_is_hinted_at() -> None:
    given = attempt()
    drafted = draft(given)
    assert found(drafted, "F16", facts=given) == []
    turned = replace(drafted, strengths=drafted.strengths[::-1])
    assert [place for place, _ in found(turned, "F16", facts=given)] == ["strength 1"]


def test_what_is_to_be_worked_on_is_not_hinted_at_as_the_strongest() -> None:
    given = attempt()
    drafted = draft(given)
    best = drafted.strengths[0].criterion
    asked = replace(drafted.improvements[0], criterion=best)
    both = replace(drafted, strengths=drafted.strengths[1:], improvements=(asked,))
    assert found(replace(both, improvements=drafted.improvements), "F16", facts=given)
    assert found(both, "F16", facts=given) == []


def test_the_gravest_comes_first() -> None:
    order = [finding.severity for finding in check(replace(slip(), free_text="You always win, {name}."))]
    assert order == sorted(order, key=list(Severity).index)


def test_a_hit_is_named_at_its_own_point_although_what_got_better_stands_first() -> None:
    draft_ = slip((strength(replace(WHOLE, act="spoke like a lady")),), (improvement(WHOLE),), better="your pace")
    assert [one.place for one in check(draft_) if one.rule == "sex_gender_orientation"] == ["strength 1"]
    draft_ = slip((strength(WHOLE),), (improvement(WHOLE),), better="you act like a lady now")
    assert [one.place for one in check(draft_) if one.rule == "sex_gender_orientation"] == ["better"]
