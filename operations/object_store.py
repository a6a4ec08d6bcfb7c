"""The S3 server and its IAM API, spoken to by AWS's own client; SeaweedFS answers both."""

import json
from typing import Any

import msgspec

from contracts import buckets

REGION = "us-east-1"  # SeaweedFS has none, but signatures name one
_DEADLINE = 20.0  # seconds
_ACTIONS_ON_BUCKET = ["s3:ListBucket", "s3:GetBucketLocation"]
_ACTIONS_ON_OBJECTS = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]


class ObjectStore(msgspec.Struct, frozen=True):
    """Where the S3 server is, with a key for it."""

    endpoint: str
    access_key: str
    secret_key: str

    def client(self, service: str, deadline: float = _DEADLINE) -> Any:
        """A botocore client of `s3` or `iam`, which tries once.

        Its methods raise botocore's ClientError for a refusal, BotoCoreError for no answer.
        """
        # Here, because it takes a third of a second and most commands need no object store.
        import botocore.session
        from botocore.config import Config

        return botocore.session.Session().create_client(
            service,
            REGION,
            endpoint_url=self.endpoint,
            aws_access_key_id=self.access_key,
            aws_secret_access_key=self.secret_key,
            config=Config(
                connect_timeout=deadline,
                read_timeout=deadline,
                retries={"total_max_attempts": 1},
                s3={"addressing_style": "path"},
            ),
        )


def ensure_bucket(store: ObjectStore, bucket: str) -> None:
    s3 = store.client("s3")
    try:
        s3.create_bucket(Bucket=bucket)
    except (s3.exceptions.BucketAlreadyExists, s3.exceptions.BucketAlreadyOwnedByYou):
        return


def ensure_key(
    store: ObjectStore, user: str, bucket: str, folder: str, kept: tuple[str, str] | None
) -> tuple[str, str]:
    """A key (id, secret) of the user's, for this bucket, and to read in this folder of `documents`.

    `kept` if it still works. Keys whose secret is lost are deleted.
    """
    iam = store.client("iam")
    ensure_user(iam, user)
    allow_only(iam, user, bucket, folder)
    found = iam.list_access_keys(UserName=user)["AccessKeyMetadata"]
    keys = [each["AccessKeyId"] for each in found]
    if kept and kept[0] in keys:
        return kept
    for key in keys:
        iam.delete_access_key(UserName=user, AccessKeyId=key)
    return new_key(iam, user)


def ensure_user(iam: Any, user: str) -> None:
    try:
        iam.create_user(UserName=user)
    except iam.exceptions.EntityAlreadyExistsException:
        return


def allow_only(iam: Any, user: str, bucket: str, folder: str) -> None:
    """Let the user list this one bucket, and get, put and delete its objects.

    Beside that to get an object of `documents` below the folder whose key it knows.
    """
    statements = [
        _allow(_ACTIONS_ON_BUCKET, f"arn:aws:s3:::{bucket}"),
        _allow(_ACTIONS_ON_OBJECTS, f"arn:aws:s3:::{bucket}/*"),
        _allow(["s3:GetObject"], f"arn:aws:s3:::{buckets.DOCUMENTS}/{folder}*"),
    ]
    policy = json.dumps({"Version": "2012-10-17", "Statement": statements})
    iam.put_user_policy(UserName=user, PolicyName="drop", PolicyDocument=policy)


def new_key(iam: Any, user: str) -> tuple[str, str]:
    made = iam.create_access_key(UserName=user)["AccessKey"]
    return made["AccessKeyId"], made["SecretAccessKey"]


def _allow(actions: list[str], resource: str) -> dict[str, object]:
    return {"Effect": "Allow", "Action": actions, "Resource": [resource]}
