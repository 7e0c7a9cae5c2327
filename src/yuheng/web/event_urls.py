"""The addresses of the events, and the deed that each takes."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from yuheng.web import event_day as day
from yuheng.web import event_intake as intake
from yuheng.web import event_mine as mine
from yuheng.web import event_outcomes as outcomes
from yuheng.web import event_own as own
from yuheng.web import event_plan as plan
from yuheng.web import event_press as press
from yuheng.web import events, invitations
from yuheng.web.pages import guarded, paged

_ONE: Final = "events/<int:number>"

event_patterns: Final[list[URLPattern]] = [
    *paged("events", "events", "read", events.events),
    path("events/add/", guarded("convene")(events.add_event), name="event-add"),
    *paged(_ONE, "event", "convene", events.event),
    path(f"{_ONE}/progress/", guarded("convene")(events.work), name="event-work"),
    path(f"{_ONE}/files/<path:path>/", guarded("convene")(events.event_file), name="event-file"),
    path(f"{_ONE}/contacts/", guarded("convene")(events.end_event_contacts), name="event-contacts"),
    *paged(f"{_ONE}/intake", "event-intake", "convene", intake.intake),
    path(f"{_ONE}/intake/sheets/", guarded("convene")(intake.add_sheets), name="event-sheets"),
    path(f"{_ONE}/intake/drop/", guarded("convene")(intake.take_sheet_out), name="event-sheet-drop"),
    path(f"{_ONE}/intake/columns/", guarded("convene")(intake.keep_columns), name="event-columns"),
    path(f"{_ONE}/intake/window/", guarded("convene")(intake.set_own_window), name="event-window"),
    path(f"{_ONE}/intake/invite/", guarded("convene")(invitations.invite_to_event), name="event-invite"),
    *paged(f"{_ONE}/setting", "event-setting", "convene", intake.event_setting),
    path(f"{_ONE}/setting/keep/", guarded("convene")(intake.keep_event_setting), name="event-set"),
    *paged(f"{_ONE}/list", "event-list", "read", events.event_list),
    path(f"{_ONE}/export.<str:form>", guarded("read")(events.list_export), name="event-list-export"),
    path(f"{_ONE}/list/publish/", guarded("convene")(events.publish), name="event-publish"),
    path(f"{_ONE}/ask/", guarded("convene")(plan.ask_event), name="event-ask"),
    *paged(f"{_ONE}/matches", "event-matches", "convene", plan.event_matches),
    path(f"{_ONE}/pair/", guarded("convene")(plan.decide_pair), name="event-pair"),
    *paged(f"{_ONE}/timetable", "event-timetable", "convene", plan.event_timetable),
    path(f"{_ONE}/timetable/move/", guarded("convene")(plan.move_meeting), name="event-move"),
    *paged(f"{_ONE}/day", "event-day", "convene", day.event_day),
    path(f"{_ONE}/day/news/", guarded("convene")(day.hear_news), name="event-news"),
    path(f"{_ONE}/day/printed/", guarded("convene")(day.mark_printed), name="event-printed"),
    path(f"{_ONE}/press/", guarded("convene")(press.event_press), name="event-press"),
    *paged(f"{_ONE}/door", "event-door", "convene", day.event_door),
    path(f"{_ONE}/door/arrived/", guarded("convene")(day.check_in), name="event-arrived"),
    *paged(f"{_ONE}/hall", "event-hall", "convene", day.event_hall),
    *paged(f"{_ONE}/outcomes", "event-outcomes", "convene", outcomes.event_outcomes),
    path(f"{_ONE}/outcomes/add/", guarded("convene")(outcomes.add_outcomes), name="event-outcomes-add"),
    path(f"{_ONE}/outcomes/correct/", guarded("convene")(outcomes.correct_outcome), name="event-outcomes-correct"),
    *paged(f"{_ONE}/mine", "event-mine", "read", mine.event_mine),
    path(f"{_ONE}/mine/consent/", guarded("read")(mine.consent), name="event-consent"),
    path(f"{_ONE}/mine/reply/", guarded("read")(mine.reply), name="event-reply"),
    path(f"{_ONE}/mine/agenda.<str:form>", guarded("read")(mine.agenda), name="event-agenda"),
    *paged(f"{_ONE}/mine/item", "event-own-item", "enter", own.own_item),
    path(f"{_ONE}/mine/item/keep/", guarded("enter")(own.keep_own_item), name="event-own-keep"),
    path(f"{_ONE}/mine/item/withdraw/", guarded("enter")(own.withdraw_own_item), name="event-own-withdraw"),
    *paged(f"{_ONE}/mine/firm", "event-own-firm", "enter", own.own_about),
    path(f"{_ONE}/mine/firm/keep/", guarded("enter")(own.keep_own_about), name="event-own-firm-keep"),
    path(f"{_ONE}/mine/sheet.xlsx", guarded("enter")(own.own_sheet), name="event-own-sheet"),
    path(f"{_ONE}/mine/sheet/", guarded("enter")(own.take_sheet), name="event-own-take"),
]
