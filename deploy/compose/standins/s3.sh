# SeaweedFS, by the words given; `weed mini` reads its keys from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
exec /opt/program/weed "$@"
