"""Tasks: the caller's own, and what they do with one."""

import uuid

from litestar import Response
from litestar.params import FromPath, FromQuery

from contracts.calls.narrowing import FirmChosen
from contracts.calls.paging import Cursor, Limit
from contracts.calls.tasks import (
    CompleteTask,
    GetTask,
    ListTasks,
    ReopenTask,
    StepNumber,
    Task,
    TaskPage,
    TaskTab,
    TickStep,
)
from gateway.bodies import FromBody
from gateway.doors import signed_in
from gateway.request import PortalRequest

TASK = "/tasks/{task_id:uuid}"


@signed_in.get("/tasks")
async def list_tasks(
    request: PortalRequest,
    tab: FromQuery[TaskTab] = "open",
    matter_id: FromQuery[uuid.UUID | None] = None,
    firm_id: FromQuery[FirmChosen] = "",
    cursor: FromQuery[Cursor] = "",
    limit: FromQuery[Limit] = 50,
) -> Response[TaskPage]:
    """The caller's tasks, the first due first, or those that have ended, the newest first."""
    return await request.ask(
        ListTasks, tab=tab, matter_id=matter_id, firm_id=firm_id, cursor=cursor, limit=limit
    )


@signed_in.get(TASK)
async def get_task(request: PortalRequest, task_id: FromPath[uuid.UUID]) -> Response[Task]:
    """One task with its steps."""
    return await request.ask(GetTask, task_id=task_id)


@signed_in.post(f"{TASK}/complete")
async def complete_task(
    request: PortalRequest, task_id: FromPath[uuid.UUID], data: FromBody[CompleteTask]
) -> Response[Task]:
    """It is done. The firm hears of it a minute later; until then it can be reopened unheard."""
    return await request.ask(data, task_id=task_id)


@signed_in.post(f"{TASK}/reopen")
async def reopen_task(request: PortalRequest, task_id: FromPath[uuid.UUID]) -> Response[Task]:
    """It is not done after all."""
    return await request.ask(ReopenTask, task_id=task_id)


@signed_in.put(f"{TASK}/steps/{{number:int}}")
async def tick_step(
    request: PortalRequest,
    task_id: FromPath[uuid.UUID],
    number: FromPath[StepNumber],
    data: FromBody[TickStep],
) -> Response[Task]:
    """Tick a step, or take the tick away."""
    return await request.ask(data, task_id=task_id, number=number)
