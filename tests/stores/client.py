"""A client of S3 stores that is not ours (boto3), for tests: the store is in AWS_ENDPOINT_URL.

client.py bucket NAME              make a bucket
client.py put FOLDER BUCKET        put all files below a folder there, under their paths
client.py get BUCKET FOLDER        get all that is there
client.py remove BUCKET KEY        remove one
client.py conditions BUCKET        whether the store itself refuses what it is to refuse; prints what it does not
"""

import sys
from pathlib import Path

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

s3 = boto3.client("s3", config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 10}))


def keys(bucket):
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
        yield from (item["Key"] for item in page.get("Contents", []))


def is_refused(bucket, **conditions):
    try:
        s3.put_object(Bucket=bucket, Key="conditions", Body=b"two", **conditions)
    except ClientError as error:
        return error.response["ResponseMetadata"]["HTTPStatusCode"] == 412
    return False


what, *rest = sys.argv[1:]
if what == "bucket":
    s3.create_bucket(Bucket=rest[0])
elif what == "put":
    folder = Path(rest[0])
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            s3.put_object(Bucket=rest[1], Key=path.relative_to(folder).as_posix(), Body=path.read_bytes())
elif what == "get":
    for key in keys(rest[0]):
        path = Path(rest[1]) / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(s3.get_object(Bucket=rest[0], Key=key)["Body"].read())
elif what == "remove":
    s3.delete_object(Bucket=rest[0], Key=rest[1])
elif what == "conditions":
    made = s3.put_object(Bucket=rest[0], Key="conditions", Body=b"one", IfNoneMatch="*")
    if not is_refused(rest[0], IfNoneMatch="*"):
        print("a second create-only write is taken")
    if not is_refused(rest[0], IfMatch='"00000000000000000000000000000000"'):
        print("a write over another version is taken")
    if is_refused(rest[0], IfMatch=made["ETag"]):
        print("a write over the version that stands there is refused")
    s3.delete_object(Bucket=rest[0], Key="conditions")
else:
    sys.exit(__doc__)
