"""The addresses of the standing exchange, and the deed that each takes."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from yuheng.web import invitations, standing
from yuheng.web import standing_intake as intake
from yuheng.web import standing_matches as matches
from yuheng.web import standing_mine as mine
from yuheng.web import standing_outcomes as outcomes
from yuheng.web.pages import guarded, paged

_ROOM: Final = "events/standing"

standing_patterns: Final[list[URLPattern]] = [
    *paged(_ROOM, "standing", "convene", standing.standing),
    path(f"{_ROOM}/make/", guarded("convene")(standing.make), name="standing-make"),
    path(f"{_ROOM}/publish/", guarded("convene")(standing.publish_standing), name="standing-publish"),
    path(f"{_ROOM}/progress/", guarded("read")(standing.work), name="standing-work"),
    path(f"{_ROOM}/files/<path:path>/", guarded("convene")(standing.standing_file), name="standing-file"),
    *paged(f"{_ROOM}/list", "standing-list", "read", standing.standing_list),
    path(f"{_ROOM}/export.<str:form>", guarded("read")(standing.standing_export), name="standing-export"),
    *paged(f"{_ROOM}/matches", "standing-matches", "convene", matches.standing_matches),
    path(f"{_ROOM}/pair/", guarded("convene")(matches.decide_standing), name="standing-pair"),
    path(f"{_ROOM}/item/", guarded("convene")(matches.change_item), name="standing-item"),
    path(f"{_ROOM}/news/<str:name>.xlsx", guarded("convene")(matches.standing_news), name="standing-news"),
    *paged(f"{_ROOM}/intake", "standing-intake", "convene", intake.standing_intake),
    path(f"{_ROOM}/intake/sheets/", guarded("convene")(intake.add_standing_sheets), name="standing-sheets"),
    path(f"{_ROOM}/intake/columns/", guarded("convene")(intake.keep_standing_columns), name="standing-columns"),
    path(f"{_ROOM}/intake/drop/", guarded("convene")(intake.drop_standing_sheet), name="standing-sheet-drop"),
    path(f"{_ROOM}/intake/event/", guarded("convene")(intake.take_over_event), name="standing-from"),
    path(f"{_ROOM}/intake/invite/", guarded("convene")(invitations.invite_to_standing), name="standing-invite"),
    path(f"{_ROOM}/intake/setting/", guarded("convene")(intake.keep_standing_setting), name="standing-set"),
    path(f"{_ROOM}/intake/questions.xlsx", guarded("convene")(intake.standing_questions), name="standing-questions"),
    *paged(f"{_ROOM}/outcomes", "standing-outcomes", "convene", outcomes.standing_outcomes),
    path(f"{_ROOM}/outcomes/add/", guarded("convene")(outcomes.add_standing_outcomes), name="standing-outcomes-add"),
    path(
        f"{_ROOM}/outcomes/correct/",
        guarded("convene")(outcomes.correct_standing_outcome),
        name="standing-outcomes-correct",
    ),
    *paged(f"{_ROOM}/mine", "standing-mine", "enter", mine.standing_mine),
    *paged(f"{_ROOM}/mine/form", "standing-form", "enter", mine.standing_form),
    path(f"{_ROOM}/mine/hand-in/", guarded("enter")(mine.hand_in_own), name="standing-hand-in"),
    path(f"{_ROOM}/mine/keep/", guarded("enter")(mine.keep_own), name="standing-keep"),
    path(f"{_ROOM}/mine/details/", guarded("enter")(mine.keep_details), name="standing-details"),
    path(f"{_ROOM}/mine/consent/", guarded("enter")(mine.consent_standing), name="standing-consent"),
    path(f"{_ROOM}/mine/reply/", guarded("enter")(mine.reply_standing), name="standing-reply"),
]
