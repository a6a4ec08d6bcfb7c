"""The few calls of the IAM API that give a firm an S3 key of its own.

Spoken by SeaweedFS on the S3 endpoint and by AWS: form posts, signed with Signature Version 4
(docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html).
"""

import datetime
import hashlib
import hmac
import json
import re
import urllib.parse

import httpx

REGION = "us-east-1"
_FORM = "application/x-www-form-urlencoded"


class IamError(Exception):
    """The object store refused; `code` is the IAM error code."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


class Iam:
    """The IAM API at `endpoint`, called with an administrator's key."""

    def __init__(self, endpoint: str, access_key: str, secret_key: str) -> None:
        self._endpoint = endpoint
        self._access_key = access_key
        self._secret_key = secret_key

    def ensure_user(self, user: str) -> None:
        try:
            self._call("CreateUser", UserName=user)
        except IamError as error:
            if error.code != "EntityAlreadyExists":
                raise

    def allow_bucket_only(self, user: str, bucket: str) -> None:
        """Let the user list this one bucket, and get, put and delete its objects."""
        statements = [
            _allow(["s3:ListBucket", "s3:GetBucketLocation"], f"arn:aws:s3:::{bucket}"),
            _allow(["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], f"arn:aws:s3:::{bucket}/*"),
        ]
        policy = json.dumps({"Version": "2012-10-17", "Statement": statements})
        self._call("PutUserPolicy", UserName=user, PolicyName="drop", PolicyDocument=policy)

    def keys(self, user: str) -> list[str]:
        """The ids of the user's access keys; their secrets are told only once, by `new_key`."""
        return re.findall(
            r"<AccessKeyId>([^<]+)</AccessKeyId>", self._call("ListAccessKeys", UserName=user)
        )

    def new_key(self, user: str) -> tuple[str, str]:
        """A fresh access key and its secret."""
        answer = self._call("CreateAccessKey", UserName=user)
        return _element(answer, "AccessKeyId"), _element(answer, "SecretAccessKey")

    def delete_key(self, user: str, key: str) -> None:
        self._call("DeleteAccessKey", UserName=user, AccessKeyId=key)

    def _call(self, action: str, **parameters: str) -> str:
        form = {"Action": action, "Version": "2010-05-08", **parameters}
        body = urllib.parse.urlencode(form)
        answer = httpx.post(self._endpoint, content=body, headers=self._signed(body), timeout=20)
        if answer.is_error:
            raise IamError(_element(answer.text, "Code"), _element(answer.text, "Message"))
        return answer.text

    def _signed(self, body: str) -> dict[str, str]:
        now = datetime.datetime.now(datetime.UTC)
        headers = {
            "content-type": _FORM,
            "host": urllib.parse.urlsplit(self._endpoint).netloc,
            "x-amz-content-sha256": _sha256(body),
            "x-amz-date": now.strftime("%Y%m%dT%H%M%SZ"),
        }
        names = ";".join(headers)
        lines = "".join(f"{name}:{value}\n" for name, value in headers.items())
        request = f"POST\n/\n\n{lines}\n{names}\n{_sha256(body)}"
        scope = f"{now:%Y%m%d}/{REGION}/iam/aws4_request"
        to_sign = f"AWS4-HMAC-SHA256\n{headers['x-amz-date']}\n{scope}\n{_sha256(request)}"
        key = f"AWS4{self._secret_key}".encode()
        for part in scope.split("/"):
            key = hmac.digest(key, part.encode(), "sha256")
        signature = hmac.digest(key, to_sign.encode(), "sha256").hex()
        credential = f"Credential={self._access_key}/{scope}"
        headers["authorization"] = (
            f"AWS4-HMAC-SHA256 {credential}, SignedHeaders={names}, Signature={signature}"
        )
        return headers


def _allow(actions: list[str], resource: str) -> dict[str, object]:
    return {"Effect": "Allow", "Action": actions, "Resource": [resource]}


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _element(xml: str, name: str) -> str:
    found = re.search(rf"<{name}>([^<]*)</{name}>", xml)
    return found.group(1) if found else "unexpected answer"
