# MLflow's tracking server and registry, by the recipe of the services; its commands are the arguments.
ARG BASE_IMAGE=debian:12.15-slim

FROM ${BASE_IMAGE} AS base
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends ca-certificates libgomp1 python3 \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/log/* \
    && groupadd --gid 10001 touchline \
    && useradd --uid 10001 --gid 10001 --home-dir /tmp --no-create-home --shell /usr/sbin/nologin touchline

FROM base AS builder
# The system's certificates, so that a base image with a company's own is enough behind its proxy.
ENV SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt PIP_CERT=/etc/ssl/certs/ca-certificates.crt \
    PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 \
    UV_NO_CACHE=1 UV_NO_PROGRESS=1 UV_COMPILE_BYTECODE=1 UV_PYTHON_DOWNLOADS=never UV_HTTP_TIMEOUT=180
RUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends python3-venv
COPY deploy/images/build.lock /build/
RUN python3 -m venv /build/tools && /build/tools/bin/pip install --quiet --require-hashes --requirement /build/build.lock
COPY deploy/local/mlflow/requirements.lock /build/
RUN /build/tools/bin/uv venv --quiet --python /usr/bin/python3 /opt/mlflow \
    && /build/tools/bin/uv pip sync --quiet --python /opt/mlflow/bin/python --require-hashes /build/requirements.lock
COPY deploy/images/src/touchline/images/sbom.py /opt/mlflow/image/

FROM base AS program
RUN install --directory --owner 10001 --group 10001 /var/lib/touchline
COPY --from=builder /opt/mlflow /opt/mlflow
# Its job runner is a further process tree that nothing here uses.
ENV PATH=/opt/mlflow/bin:/usr/bin:/bin HOME=/tmp PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    MLFLOW_DISABLE_TELEMETRY=true DO_NOT_TRACK=true MLFLOW_SERVER_ENABLE_JOB_EXECUTION=false
WORKDIR /tmp
USER 10001:10001
HEALTHCHECK --interval=10s --timeout=5s --start-period=90s --retries=3 \
    CMD ["python", "-c", "import urllib.request as ask; ask.urlopen('http://127.0.0.1:5000/health', timeout=3)"]
ENTRYPOINT ["mlflow"]
CMD ["server", "--host=0.0.0.0", "--port=5000", "--workers=1", "--backend-store-uri=sqlite:////var/lib/touchline/mlflow.db", \
    "--serve-artifacts", "--artifacts-destination=s3://touchline/mlflow"]

FROM program AS listing
ARG VERSION=unknown
RUN python /opt/mlflow/image/sbom.py touchline/mlflow "${VERSION}" >/tmp/sbom.cdx.json

FROM program
COPY --from=listing /tmp/sbom.cdx.json /opt/touchline/image/sbom.cdx.json
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="touchline-mlflow" \
    org.opencontainers.image.description="MLflow as Touchline's trainer talks to it" \
    org.opencontainers.image.version="${VERSION}" \
    org.opencontainers.image.revision="${REVISION}"
