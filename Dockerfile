# A small image with the program alone. docs/operations.md says how to run it.

FROM node:22-bookworm-slim AS pages
WORKDIR /web
COPY web .
RUN npm ci --ignore-scripts && npm run build

FROM rust:1.94-slim-bookworm AS build
RUN apt-get update && apt-get install --yes --no-install-recommends gcc libc6-dev make && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
COPY --from=pages /web/dist web/dist
RUN cargo build --release --locked --bin skillgraph && mkdir /data

FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=build /source/target/release/skillgraph /usr/local/bin/skillgraph
# Owned by the user that runs it, so that a new volume is too.
COPY --from=build --chown=nonroot:nonroot /data /data
USER nonroot
ENV SKILLGRAPH_LISTEN=0.0.0.0:8000 \
    SKILLGRAPH_LOG_FORMAT=json \
    DATABASE_URL=sqlite:///data/skillgraph.db
EXPOSE 8000
VOLUME /data
ENTRYPOINT ["/usr/local/bin/skillgraph"]
CMD ["serve"]
