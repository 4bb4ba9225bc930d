FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=1 go build -trimpath -ldflags='-s -w' -o /huimin ./cmd/huimin

# The same Debian as above: the binary links against its C library.
FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates tzdata \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin huimin \
 && install -d -o huimin -g huimin -m 0700 /data
COPY --from=build /huimin /usr/local/bin/huimin
USER huimin
# Everything there is to keep is in this volume.
VOLUME /data
WORKDIR /data
ENV HUIMIN_DB=/data/huimin.db \
    HUIMIN_LISTEN=:8080
EXPOSE 8080
# A stop gives the bot time to finish what it is sending.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["huimin", "check", "--health"]
ENTRYPOINT ["huimin"]
CMD ["serve"]
