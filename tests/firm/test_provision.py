"""What a firm's credentials open, and that they open nothing else."""

import contextlib
from typing import Any

import kombu
import pytest
from amqp.exceptions import AccessRefused, AMQPError, NotAllowed, PreconditionFailed
from botocore.exceptions import ClientError

from contracts import buckets, topology
from firm.channel import Refused, connected
from firm.watcher import Listener
from operations import object_store
from operations.object_store import ObjectStore
from operations.provision import LIMITS, FirmAccess, Stack, provision
from tests.firm.conftest import forget, user_of, waiting_in


def key_of(access: FirmAccess) -> ObjectStore:
    return ObjectStore(
        access.firm_s3_endpoint, access.firm_s3_access_key, access.firm_s3_secret_key
    )


def store(access: FirmAccess) -> Any:
    return key_of(access).client("s3")


@contextlib.contextmanager
def channel_of(access: FirmAccess):
    connection = connected(access.firm_amqp_url, 0, 5.0)
    channel = connection.channel()
    channel.confirm_select()
    try:
        yield channel
    finally:
        connection.collect()


def open_together(access: FirmAccess, count: int) -> None:
    with contextlib.ExitStack() as opened:
        for _ in range(count):
            opened.enter_context(channel_of(access))


def status_of(refusal: ClientError) -> int:
    return int(refusal.response["ResponseMetadata"]["HTTPStatusCode"])


def publish(channel, exchange: str, key: str, **properties: object) -> None:
    """Publish and wait for the broker's answer, which may be to close the channel."""
    message = kombu.transport.pyamqp.amqp.Message(b"{}", **properties)
    channel.basic_publish(message, exchange, key)
    answers: list[int] = []
    channel.events["basic_ack"].add(lambda tag, _: answers.append(tag))
    while not answers:
        channel.connection.blocking_read(5.0)


def test_a_firm_publishes_under_its_own_prefix(place: Stack, firm: FirmAccess) -> None:
    with channel_of(firm) as channel:
        publish(channel, topology.FIRM, f"{firm.firm_id}.matter.opened", user_id=user_of(firm))
    assert waiting_in(place, "matters.inbox") == [b"{}"]


def test_the_broker_refuses_another_firms_prefix(firm: FirmAccess, other_firm: FirmAccess) -> None:
    with channel_of(firm) as channel, pytest.raises(AccessRefused):
        publish(channel, topology.FIRM, f"{other_firm.firm_id}.matter.opened")


def test_a_firm_that_closes_no_connection_takes_no_more_than_its_own(firm: FirmAccess) -> None:
    with pytest.raises(NotAllowed):
        open_together(firm, LIMITS["max-connections"] + 1)


def test_the_broker_refuses_a_longer_id_with_the_same_beginning(firm: FirmAccess) -> None:
    with channel_of(firm) as channel, pytest.raises(AccessRefused):
        publish(channel, topology.FIRM, f"{firm.firm_id}x.matter.opened")


def test_the_broker_refuses_a_forged_user(firm: FirmAccess, other_firm: FirmAccess) -> None:
    key = f"{firm.firm_id}.matter.opened"
    with channel_of(firm) as channel, pytest.raises(PreconditionFailed):
        publish(channel, topology.FIRM, key, user_id=user_of(other_firm))


@pytest.mark.parametrize("exchange", [topology.PORTAL, topology.INTERNAL, topology.UNROUTED, ""])
def test_the_broker_refuses_every_other_exchange(firm: FirmAccess, exchange: str) -> None:
    with channel_of(firm) as channel, pytest.raises(AccessRefused):
        publish(channel, exchange, f"{firm.firm_id}.matter.opened")


def test_a_firm_reads_its_own_queue_only(firm: FirmAccess, other_firm: FirmAccess) -> None:
    with channel_of(firm) as channel:
        channel.basic_get(topology.firm_queue(firm.firm_id))
    for queue in (topology.firm_queue(other_firm.firm_id), "auth.inbox"):
        with channel_of(firm) as channel, pytest.raises(AccessRefused):
            channel.basic_get(queue)


def test_a_firm_looks_on_at_its_own_stream_only(firm: FirmAccess, other_firm: FirmAccess) -> None:
    Listener(firm.firm_amqp_url, firm.firm_id).close()
    with pytest.raises(Refused):
        Listener(firm.firm_amqp_url, other_firm.firm_id)


def test_a_firm_makes_and_binds_nothing(firm: FirmAccess) -> None:
    own = topology.firm_queue(firm.firm_id)
    attempts = [
        lambda channel: channel.queue_declare("mine"),
        lambda channel: channel.exchange_declare("mine", "topic"),
        lambda channel: channel.queue_bind(own, topology.PORTAL, "#"),
        lambda channel: channel.queue_bind(own, topology.INTERNAL, "#"),
        lambda channel: channel.queue_delete(own),
    ]
    for attempt in attempts:
        with channel_of(firm) as channel, pytest.raises(AMQPError, match="ACCESS_REFUSED"):
            attempt(channel)


def test_a_firms_key_opens_its_own_bucket(firm: FirmAccess) -> None:
    s3, bucket = store(firm), firm.firm_s3_bucket
    s3.put_object(Bucket=bucket, Key="a/lease.pdf", Body=b"lease")
    assert s3.get_object(Bucket=bucket, Key="a/lease.pdf")["Body"].read() == b"lease"
    listed = s3.list_objects_v2(Bucket=bucket)["Contents"]
    assert [each["Key"] for each in listed] == ["a/lease.pdf"]


def test_a_firms_key_reads_what_of_our_documents_is_its_own_and_knows_no_keys(
    place: Stack, firm: FirmAccess, other_firm: FirmAccess
) -> None:
    object_store.ensure_bucket(place.s3, buckets.DOCUMENTS)
    ours, theirs = place.s3.client("s3"), store(firm)
    own, foreign = (f"{buckets.folder(each.firm_id)}x" for each in (firm, other_firm))
    for key in (own, foreign):
        ours.put_object(Bucket=buckets.DOCUMENTS, Key=key, Body=b"a document")
    read = theirs.get_object(Bucket=buckets.DOCUMENTS, Key=own)
    assert read["Body"].read() == b"a document"
    attempts = [
        lambda: theirs.get_object(Bucket=buckets.DOCUMENTS, Key=foreign),
        lambda: theirs.list_objects_v2(Bucket=buckets.DOCUMENTS),
        lambda: theirs.list_objects_v2(
            Bucket=buckets.DOCUMENTS, Prefix=buckets.folder(firm.firm_id)
        ),
        lambda: theirs.put_object(Bucket=buckets.DOCUMENTS, Key=own, Body=b"another"),
        lambda: theirs.delete_object(Bucket=buckets.DOCUMENTS, Key=own),
    ]
    for attempt in attempts:
        with pytest.raises(ClientError) as refusal:
            attempt()
        assert status_of(refusal.value) in {403, 405}


def test_a_firms_key_opens_no_other_bucket(firm: FirmAccess, other_firm: FirmAccess) -> None:
    s3, own, theirs = store(firm), firm.firm_s3_bucket, other_firm.firm_s3_bucket
    store(other_firm).put_object(Bucket=theirs, Key="secret", Body=b"x")
    copied = {"Bucket": theirs, "Key": "secret"}
    attempts = [
        lambda: s3.get_object(Bucket=theirs, Key="secret"),
        lambda: s3.head_object(Bucket=theirs, Key="secret"),
        lambda: s3.list_objects_v2(Bucket=theirs),
        lambda: s3.put_object(Bucket=theirs, Key="mine", Body=b"x"),
        lambda: s3.delete_object(Bucket=theirs, Key="secret"),
        lambda: s3.copy_object(Bucket=own, Key="stolen", CopySource=copied),
        lambda: s3.create_bucket(Bucket="one-more"),
        lambda: s3.put_bucket_policy(Bucket=own, Policy="{}"),
    ]
    for attempt in attempts:
        with pytest.raises(ClientError) as refusal:
            attempt()
        assert status_of(refusal.value) in {403, 405}


def test_a_firms_key_cannot_widen_itself(firm: FirmAccess, other_firm: FirmAccess) -> None:
    iam = key_of(firm).client("iam")
    with pytest.raises(ClientError):
        object_store.allow_only(iam, user_of(firm), other_firm.firm_s3_bucket, "")
    with pytest.raises(ClientError):
        object_store.new_key(iam, user_of(other_firm))


def test_provisioning_again_changes_no_credentials(place: Stack, firm: FirmAccess) -> None:
    assert provision(place, firm.firm_id, firm) == firm


def test_lost_credentials_are_replaced_and_the_old_ones_stop_working(place: Stack) -> None:
    lost, renewed = provision(place, "forgetful"), provision(place, "forgetful")
    assert renewed.firm_amqp_url != lost.firm_amqp_url
    with pytest.raises(AccessRefused):
        connected(lost.firm_amqp_url, 0, 5.0)
    with pytest.raises(ClientError):
        store(lost).list_objects_v2(Bucket=lost.firm_s3_bucket)
    listed = store(renewed).list_objects_v2(Bucket=renewed.firm_s3_bucket)
    assert "Contents" not in listed
    forget(place, "forgetful")
