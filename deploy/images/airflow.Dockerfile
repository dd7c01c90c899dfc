# Airflow with Touchline's DAGs, and, in an environment of their own, the commands that its tasks start (TOUCHLINE_TASKS=process).
# Where tasks are containers or pods (its README), the second environment lies idle.
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
ARG SERVICE=demo
COPY deploy/airflow/requirements.lock /build/
RUN /build/tools/bin/uv venv --quiet --python /usr/bin/python3 /opt/airflow \
    && /build/tools/bin/uv pip sync --quiet --python /opt/airflow/bin/python --require-hashes /build/requirements.lock
COPY deploy/images/locks/${SERVICE}.lock /build/service.lock
RUN /build/tools/bin/uv venv --quiet --python /usr/bin/python3 /opt/touchline \
    && /build/tools/bin/uv pip sync --quiet --python /opt/touchline/bin/python --require-hashes /build/service.lock
ARG MEMBERS
COPY . /build/source
RUN python3 /build/source/deploy/images/src/touchline/images/members.py /build/source ${MEMBERS} >/build/members \
    && while read -r member; do \
        (cd "$member" && /build/tools/bin/python -m hatchling build --target wheel --directory /build/wheels) || exit 1; \
    done </build/members \
    && /build/tools/bin/uv pip install --quiet --python /opt/touchline/bin/python --no-deps --no-index /build/wheels/*.whl \
    && mkdir /opt/airflow/source /opt/airflow/image \
    && cd /build/source/deploy && cp -r airflow/dags airflow/plugins airflow/settings.env /opt/airflow/source/ \
    && cp images/src/touchline/images/sbom.py images/src/touchline/images/airflow.py /opt/airflow/image/

FROM base AS program
RUN install --directory --owner 10001 --group 10001 /var/lib/touchline
COPY --from=builder /opt/airflow /opt/airflow
COPY --from=builder /opt/touchline /opt/touchline
ENV PATH=/opt/airflow/bin:/usr/bin:/bin HOME=/tmp PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    AIRFLOW_HOME=/var/lib/touchline/airflow AIRFLOW_SOURCE=/opt/airflow/source TOUCHLINE_PYTHON=/opt/touchline/bin/python \
    TOUCHLINE_DATA=/tmp/touchline
WORKDIR /tmp
USER 10001:10001
HEALTHCHECK --interval=15s --timeout=10s --start-period=120s --retries=4 CMD ["python", "/opt/airflow/image/airflow.py", "health"]
ENTRYPOINT ["python", "/opt/airflow/image/airflow.py"]

FROM program AS listing
ARG VERSION=unknown
RUN python /opt/airflow/image/sbom.py touchline/airflow "${VERSION}" /opt/touchline/bin/python >/tmp/sbom.cdx.json

FROM program
COPY --from=listing /tmp/sbom.cdx.json /opt/touchline/image/sbom.cdx.json
ARG VERSION=unknown
ARG REVISION=unknown
ENV TOUCHLINE_COMMIT=${REVISION}
LABEL org.opencontainers.image.title="touchline-airflow" \
    org.opencontainers.image.description="Airflow with Touchline's DAGs and the commands that they start" \
    org.opencontainers.image.version="${VERSION}" \
    org.opencontainers.image.revision="${REVISION}"
