"""Drives azure-batch and azure-mgmt-batch against the emulator and prints one JSON line a case."""
import datetime
import json
import os
import time
import traceback

import azure.batch as batch
import azure.batch.models as models
from azure.batch.batch_auth import SharedKeyCredentials
from azure.core.credentials import AccessToken
from azure.core.exceptions import HttpResponseError
from azure.mgmt.batch import BatchManagementClient

ACCOUNT, KEY, URL = os.environ["BATCH_ACCOUNT"], os.environ["BATCH_KEY"], os.environ["BATCH_URL"]
GROUP = "local"
CASES = []


def case(body):
    CASES.append(body)
    return body


def client(key=KEY):
    made = batch.BatchServiceClient(SharedKeyCredentials(ACCOUNT, key), batch_url=URL)
    made.config.retry_policy.retries = 0
    return made


def management():
    class Credential:
        def get_token(self, *scopes, **_):
            return AccessToken(os.environ["ARM_TOKEN"], int(time.time()) + 3600)

    return BatchManagementClient(Credential(), os.environ["SUBSCRIPTION"], base_url=os.environ["ARM_URL"], retry_total=0)


def until(what, condition):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"waited in vain until {what}")


def refused(code, call):
    try:
        call()
    except models.BatchErrorException as error:
        assert error.error.code == code, f"{error.error.code} instead of {code}"
        return error
    raise AssertionError(f"expected {code}, but the call succeeded")


def machine():
    image = models.ImageReference(publisher="canonical", offer="0001-com-ubuntu-server-jammy", sku="22_04-lts")
    return models.VirtualMachineConfiguration(image_reference=image, node_agent_sku_id="batch.node.ubuntu 22.04")


def pool(c, name, nodes=1, **more):
    c.pool.add(models.PoolAddParameter(id=name, vm_size="standard_d2s_v3", virtual_machine_configuration=machine(), target_dedicated_nodes=nodes, task_slots_per_node=4, **more))
    return name


def job(c, name, **more):
    c.job.add(models.JobAddParameter(id=name, pool_info=models.PoolInformation(pool_id=pool(c, name)), **more))
    return name


def completed(c, name, task):
    return until(f"{task} is completed", lambda: (lambda t: t if t.state == "completed" else None)(c.task.get(name, task)))


@case
def pool_lives_and_dies():
    c = client()
    pool(c, "py-pool", metadata=[models.MetadataItem(name="a", value="ü")])
    shown = until("the pool is steady", lambda: (lambda p: p if p.allocation_state == "steady" and p.current_dedicated_nodes == 1 else None)(c.pool.get("py-pool")))
    assert (shown.vm_size, shown.metadata[0].value, shown.resize_timeout) == ("standard_d2s_v3", "ü", datetime.timedelta(minutes=15))
    assert c.pool.exists("py-pool") and not c.pool.exists("py-none")
    c.pool.patch("py-pool", models.PoolPatchParameter(metadata=[models.MetadataItem(name="b", value="c")]))
    c.pool.update_properties("py-pool", models.PoolUpdatePropertiesParameter(metadata=[], application_package_references=[], certificate_references=[]))
    assert c.pool.get("py-pool").metadata is None
    c.pool.resize("py-pool", models.PoolResizeParameter(target_dedicated_nodes=2))
    until("there are two nodes", lambda: len([n for n in c.compute_node.list("py-pool") if n.state == "idle"]) == 2)
    assert [counts.dedicated.total for counts in c.account.list_pool_node_counts() if counts.pool_id == "py-pool"] == [2]
    c.pool.delete("py-pool")
    until("the pool is gone", lambda: not c.pool.exists("py-pool"))
    refused("PoolNotFound", lambda: c.pool.get("py-pool"))


@case
def tasks_run_and_are_listed():
    c = client()
    job(c, "py-tasks")
    tasks = [models.TaskAddParameter(id=str(n), command_line=f"/bin/sh -c 'exit {n}'") for n in range(5)]
    assert {r.status for r in c.task.add_collection("py-tasks", tasks).value} == {"success"}
    again = c.task.add_collection("py-tasks", tasks).value
    assert {(r.status, r.error.code) for r in again} == {("clienterror", "TaskExists")}
    for n in range(5):
        assert completed(c, "py-tasks", str(n)).execution_info.exit_code == n
    listed = c.task.list("py-tasks", models.TaskListOptions(filter="executionInfo/exitCode gt 2", select="id,executionInfo", max_results=1))
    assert [(t.id, t.execution_info.result, t.command_line) for t in listed] == [("3", "failure", None), ("4", "failure", None)]
    counts = c.job.get_task_counts("py-tasks").task_counts
    assert (counts.completed, counts.succeeded, counts.failed) == (5, 1, 4)
    c.task.reactivate("py-tasks", "4")
    completed(c, "py-tasks", "4")
    refused("TaskSucceeded", lambda: c.task.reactivate("py-tasks", "0"))
    c.task.delete("py-tasks", "0")
    refused("TaskNotFound", lambda: c.task.get("py-tasks", "0"))


@case
def many_tasks_are_added_by_the_clients_own_helper():
    c = client()
    job(c, "py-many")
    c.task.add_collection("py-many", [models.TaskAddParameter(id=f"{n:04}", command_line="/bin/true") for n in range(450)], threads=2)
    assert len(list(c.task.list("py-many", models.TaskListOptions(select="id")))) == 450


@case
def files_are_read_and_deleted():
    c = client()
    job(c, "py-files")
    c.task.add("py-files", models.TaskAddParameter(id="t", command_line="/bin/sh -c \"echo hello; mkdir 'a b'; printf 12345 > 'a b/c+d.txt'\""))
    completed(c, "py-files", "t")
    read = lambda path, options=None: b"".join(c.file.get_from_task("py-files", "t", path, options))
    assert read("stdout.txt") == b"hello\n"
    assert read("wd/a b/c+d.txt", models.FileGetFromTaskOptions(ocp_range="bytes=1-2")) == b"23"
    headers = c.file.get_properties_from_task("py-files", "t", "wd/a b/c+d.txt", raw=True).headers
    assert int(headers["Content-Length"]) == 5
    listed = {f.name: f.properties and f.properties.content_length for f in c.file.list_from_task("py-files", "t", recursive=True)}
    assert listed["wd/a b/c+d.txt"] == 5 and listed["wd"] is None
    c.file.delete_from_task("py-files", "t", "wd/a b", recursive=True)
    node = c.task.get("py-files", "t").node_info.node_id
    assert b"".join(c.file.get_from_compute_node("py-files", node, "workitems/py-files/job-1/t/stdout.txt")) == b"hello\n"
    assert "wd/a b" not in [f.name for f in c.file.list_from_task("py-files", "t", recursive=True)]


@case
def job_changes_state_and_is_changed():
    c = client()
    job(c, "py-job", priority=1)
    before = c.job.get("py-job")
    c.job.patch("py-job", models.JobPatchParameter(priority=5), models.JobPatchOptions(if_match=before.e_tag))
    refused("ConditionNotMet", lambda: c.job.patch("py-job", models.JobPatchParameter(priority=6), models.JobPatchOptions(if_match=before.e_tag)))
    c.job.disable("py-job", "terminate")
    until("the job is disabled", lambda: c.job.get("py-job").state == "disabled")
    c.job.enable("py-job")
    until("the job is active", lambda: c.job.get("py-job").state == "active")
    c.job.update("py-job", models.JobUpdateParameter(pool_info=models.PoolInformation(pool_id="py-job"), priority=7))
    assert c.job.get("py-job").priority == 7
    assert "py-job" in [j.id for j in c.job.list(models.JobListOptions(filter="state eq 'active'"))]
    c.job.terminate("py-job", "enough")
    ended = until("the job is completed", lambda: (lambda j: j if j.state == "completed" else None)(c.job.get("py-job")))
    assert ended.execution_info.terminate_reason == "enough"
    c.job.delete("py-job")
    until("the job is gone", lambda: "py-job" not in [j.id for j in c.job.list()])


@case
def autoscale_is_evaluated():
    c = client()
    pool(c, "py-scale", nodes=0)
    until("the pool is steady", lambda: c.pool.get("py-scale").allocation_state == "steady")
    c.pool.enable_auto_scale("py-scale", "$TargetDedicatedNodes=0;")
    assert c.pool.evaluate_auto_scale("py-scale", "$TargetDedicatedNodes=3;").results.startswith("$TargetDedicatedNodes=3;")
    refused("AutoScalingFormulaSyntaxError", lambda: c.pool.enable_auto_scale("py-scale", "$TargetDedicatedNodes=;"))
    c.pool.disable_auto_scale("py-scale")


@case
def nodes_are_rebooted_and_taken_out():
    c = client()
    pool(c, "py-nodes")
    node = until("a node is idle", lambda: next((n for n in c.compute_node.list("py-nodes") if n.state == "idle"), None))
    c.compute_node.disable_scheduling("py-nodes", node.id)
    refused("NodeAlreadyInTargetSchedulingState", lambda: c.compute_node.disable_scheduling("py-nodes", node.id))
    c.compute_node.enable_scheduling("py-nodes", node.id)
    c.compute_node.reboot("py-nodes", node.id)
    until("it is back", lambda: (lambda n: n.state == "idle" and n.last_boot_time > node.last_boot_time)(c.compute_node.get("py-nodes", node.id)))


@case
def schedules_make_jobs():
    c = client()
    pool(c, "py-schedule", nodes=0)
    specification = models.JobSpecification(pool_info=models.PoolInformation(pool_id="py-schedule"))
    c.job_schedule.add(models.JobScheduleAddParameter(id="py-schedule", schedule=models.Schedule(recurrence_interval=datetime.timedelta(days=1)), job_specification=specification))
    until("there is a job", lambda: [j.id for j in c.job.list_from_job_schedule("py-schedule")] == ["py-schedule:job-1"])
    assert c.job_schedule.exists("py-schedule") and not c.job_schedule.exists("py-none")
    c.job_schedule.patch("py-schedule", models.JobSchedulePatchParameter(metadata=[models.MetadataItem(name="a", value="b")]))
    c.job_schedule.disable("py-schedule")
    c.job_schedule.enable("py-schedule")
    c.job_schedule.terminate("py-schedule")
    until("it is completed", lambda: c.job_schedule.get("py-schedule").state == "completed")
    c.job_schedule.delete("py-schedule")
    until("it is gone", lambda: not c.job_schedule.exists("py-schedule"))


@case
def the_rest_is_asked_for():
    c = client()
    pool(c, "py-rest")
    node = until("a node is idle", lambda: next((n for n in c.compute_node.list("py-rest") if n.state == "idle"), None))
    assert "batch.node.ubuntu 22.04" in [i.node_agent_sku_id for i in c.account.list_supported_images()]
    assert isinstance(list(c.pool.list_usage_metrics()), list)
    c.compute_node.add_user("py-rest", node.id, models.ComputeNodeUser(name="bob", password="Pa55-word!"))
    c.compute_node.delete_user("py-rest", node.id, "bob")
    assert c.compute_node.get_remote_login_settings("py-rest", node.id).remote_login_port > 0
    assert list(c.compute_node_extension.list("py-rest", node.id)) == []
    assert c.job.get_all_lifetime_statistics().start_time is not None


@case
def wrong_key_is_refused():
    refused("AuthenticationFailed", lambda: list(client("d3Jvbmc=").pool.list()))


@case
def accounts_come_and_go_through_resource_manager():
    arm = management()
    made = arm.batch_account.begin_create(GROUP, "pyaccount", {"location": "pyregion", "tags": {"a": "b"}}, polling_interval=0.05).result()
    assert (made.name, made.provisioning_state, made.tags) == ("pyaccount", "Succeeded", {"a": "b"})
    assert arm.batch_account.update(GROUP, "pyaccount", {"tags": {"c": "d"}}).tags == {"c": "d"}
    before = arm.batch_account.get_keys(GROUP, "pyaccount")
    assert arm.batch_account.regenerate_key(GROUP, "pyaccount", {"keyName": "Secondary"}).secondary != before.secondary
    assert "pyaccount" in [a.name for a in arm.batch_account.list_by_resource_group(GROUP)]
    arm.batch_account.begin_delete(GROUP, "pyaccount", polling_interval=0.05).result()
    try:
        arm.batch_account.get(GROUP, "pyaccount")
        raise AssertionError("the account is still there")
    except HttpResponseError as error:
        assert error.status_code == 404


@case
def applications_and_pools_come_through_resource_manager():
    arm = management()
    made = arm.application.create(GROUP, ACCOUNT, "py-app", {"displayName": "App"})
    assert (made.name, made.display_name, made.allow_updates) == ("py-app", "App", True)
    package = arm.application_package.create(GROUP, ACCOUNT, "py-app", "1.0")
    assert package.state == "Pending" and package.storage_url.startswith("http")
    assert [p.name for p in arm.application_package.list(GROUP, ACCOUNT, "py-app")] == ["1.0"]
    arm.application_package.delete(GROUP, ACCOUNT, "py-app", "1.0")
    arm.application.delete(GROUP, ACCOUNT, "py-app")
    assert "py-app" not in [a.name for a in arm.application.list(GROUP, ACCOUNT)]
    image = {"publisher": "canonical", "offer": "0001-com-ubuntu-server-jammy", "sku": "22_04-lts"}
    deployment = {"virtualMachineConfiguration": {"imageReference": image, "nodeAgentSkuId": "batch.node.ubuntu 22.04"}}
    arm.pool.create(GROUP, ACCOUNT, "py-arm", {"vmSize": "STANDARD_D2S_V3", "deploymentConfiguration": deployment, "scaleSettings": {"fixedScale": {"targetDedicatedNodes": 1}}})
    assert client().pool.get("py-arm").virtual_machine_configuration.node_agent_sku_id == "batch.node.ubuntu 22.04"
    arm.pool.begin_delete(GROUP, ACCOUNT, "py-arm", polling_interval=0.05).result()
    assert arm.location.check_name_availability("local1", {"name": ACCOUNT}).reason == "AlreadyExists"


for body in CASES:
    failure = None
    try:
        body()
    except Exception:  # the reader of the lines judges
        failure = traceback.format_exc()
    print(json.dumps({"case": body.__name__, "failure": failure}), flush=True)
