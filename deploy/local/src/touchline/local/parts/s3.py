"""S3 by SeaweedFS: master, volume, filer and gateway in one process, on the loopback address only."""

import json
import sys
from pathlib import Path

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from touchline.local.part import Part, Program
from touchline.local.parts.answers import PATIENCE, expect_answer
from touchline.local.settings import BUCKET
from touchline.local.stack import Stack, write_private

VOLUME_MEGABYTES = 64
VOLUMES = 256
"""At most 16 GiB, taken as they fill."""


def identities(access_key: str, secret_key: str) -> str:
    """The one identity that may do everything."""
    keys = [{"accessKey": access_key, "secretKey": secret_key}]
    return json.dumps({"identities": [{"name": "touchline", "credentials": keys, "actions": ["Admin"]}]})


def prepare(stack: Stack) -> None:
    """Write the keys."""
    (stack.data / "s3").mkdir(exist_ok=True)
    write_private(stack.data / "s3.json", identities(stack.secrets["s3-access"], stack.secrets["s3-secret"]))


def programs(stack: Stack) -> list[Program]:
    """SeaweedFS with every port chosen and every extra off."""
    ports = stack.ports
    command = [
        str(Path(sys.executable).with_name("weed")),
        "mini",
        f"-dir={stack.data / 's3'}",
        "-ip=127.0.0.1",
        "-ip.bind=127.0.0.1",
        f"-s3.config={stack.data / 's3.json'}",
        f"-s3.port={ports['s3']}",
        f"-s3.port.grpc={ports['s3-grpc']}",
        "-s3.port.iceberg=0",
        "-s3.port.lance=0",
        f"-master.port={ports['s3-master']}",
        f"-master.port.grpc={ports['s3-master-grpc']}",
        "-master.telemetry=false",
        f"-master.volumeSizeLimitMB={VOLUME_MEGABYTES}",
        f"-volume.max={VOLUMES}",
        f"-volume.port={ports['s3-volume']}",
        f"-volume.port.grpc={ports['s3-volume-grpc']}",
        f"-filer.port={ports['s3-filer']}",
        f"-filer.port.grpc={ports['s3-filer-grpc']}",
        f"-admin.port={ports['s3-admin']}",
        f"-admin.port.grpc={ports['s3-admin-grpc']}",
        "-admin.ui=false",
        "-webdav=false",
    ]
    return [Program("s3", command, port="s3")]


def check(stack: Stack) -> None:
    """The gateway answers, and a master behind it has a volume server to write to."""
    expect_answer(f"{stack.url('s3')}/status")
    expect_answer(f"{stack.url('s3-master')}/dir/assign")


def create_bucket(stack: Stack) -> None:
    """Make the bucket, unless it is there."""
    client = boto3.client(
        "s3",
        endpoint_url=stack.url("s3"),
        aws_access_key_id=stack.secrets["s3-access"],
        aws_secret_access_key=stack.secrets["s3-secret"],
        region_name="us-east-1",
        config=Config(connect_timeout=PATIENCE, proxies={}),
    )
    try:
        client.create_bucket(Bucket=BUCKET)
    except ClientError as error:
        if error.response["Error"]["Code"] != "BucketAlreadyOwnedByYou":
            raise


PART = Part("s3", programs=programs, prepare=prepare, check=check, finish=create_bucket)
