"""What a firm's credentials open, and that they open nothing else."""

import contextlib
import io
import urllib.parse

import kombu
import minio
import pytest
from amqp.exceptions import AccessRefused, AMQPError, PreconditionFailed

from contracts import topology
from firm.channel import connected
from operations.iam import REGION, Iam, IamError
from operations.provision import FirmAccess, Stack, provision
from tests.firm.conftest import forget, user_of, waiting_in


def store(access: FirmAccess) -> minio.Minio:
    return minio.Minio(
        urllib.parse.urlsplit(access.firm_s3_endpoint).netloc,
        access.firm_s3_access_key,
        access.firm_s3_secret_key,
        secure=False,
        region=REGION,
    )


@contextlib.contextmanager
def channel_of(access: FirmAccess):
    connection = connected(access.firm_amqp_url, 0, 5.0)
    channel = connection.channel()
    channel.confirm_select()
    try:
        yield channel
    finally:
        connection.collect()


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
    bucket = store(firm)
    bucket.put_object(firm.firm_s3_bucket, "a/lease.pdf", io.BytesIO(b"lease"), 5)
    assert bucket.get_object(firm.firm_s3_bucket, "a/lease.pdf").data == b"lease"
    listed = bucket.list_objects(firm.firm_s3_bucket, recursive=True)
    assert [each.object_name for each in listed] == ["a/lease.pdf"]


def test_a_firms_key_opens_no_other_bucket(firm: FirmAccess, other_firm: FirmAccess) -> None:
    theirs, bucket = other_firm.firm_s3_bucket, store(firm)
    store(other_firm).put_object(theirs, "secret", io.BytesIO(b"x"), 1)
    copied = minio.commonconfig.CopySource(theirs, "secret")
    attempts = [
        lambda: bucket.get_object(theirs, "secret"),
        lambda: bucket.stat_object(theirs, "secret"),
        lambda: list(bucket.list_objects(theirs)),
        lambda: bucket.put_object(theirs, "mine", io.BytesIO(b"x"), 1),
        lambda: bucket.remove_object(theirs, "secret"),
        lambda: bucket.copy_object(firm.firm_s3_bucket, "stolen", copied),
        lambda: bucket.make_bucket("one-more"),
        lambda: bucket.set_bucket_policy(firm.firm_s3_bucket, "{}"),
    ]
    for attempt in attempts:
        with pytest.raises(minio.S3Error) as refusal:
            attempt()
        assert refusal.value.code in {"AccessDenied", "MethodNotAllowed"} or (
            refusal.value.message and "403" in str(refusal.value)
        )


def test_a_firms_key_cannot_widen_itself(firm: FirmAccess, other_firm: FirmAccess) -> None:
    iam = Iam(firm.firm_s3_endpoint, firm.firm_s3_access_key, firm.firm_s3_secret_key)
    with pytest.raises(IamError):
        iam.allow_bucket_only(user_of(firm), other_firm.firm_s3_bucket)
    with pytest.raises(IamError):
        iam.new_key(user_of(other_firm))


def test_provisioning_again_changes_no_credentials(place: Stack, firm: FirmAccess) -> None:
    assert provision(place, firm.firm_id, firm) == firm


def test_lost_credentials_are_replaced_and_the_old_ones_stop_working(place: Stack) -> None:
    lost, renewed = provision(place, "forgetful"), provision(place, "forgetful")
    assert renewed.firm_amqp_url != lost.firm_amqp_url
    with pytest.raises(AccessRefused):
        connected(lost.firm_amqp_url, 0, 5.0)
    with pytest.raises(minio.S3Error):
        list(store(lost).list_objects(lost.firm_s3_bucket))
    assert list(store(renewed).list_objects(renewed.firm_s3_bucket)) == []
    forget(place, "forgetful")
