# Builds the gateway and runs it as nobody in particular. The base images are the official ones of Eclipse Temurin and Node.
FROM node:24-bookworm-slim AS node

FROM eclipse-temurin:25-jdk-noble AS build
RUN apt-get update && apt-get install -y --no-install-recommends maven && rm -rf /var/lib/apt/lists/*
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /build
COPY . .
# Tests ran before anybody builds an image; they need peers that this stage does not have.
RUN --mount=type=cache,target=/root/.m2 --mount=type=cache,target=/root/.npm \
    mvn -q -pl gateway-app -am package -DskipTests \
    && java -Djarmode=tools -jar gateway-app/target/gateway-app.jar extract --layers --launcher --destination /build/layers

FROM eclipse-temurin:25-jre-noble
RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 postern && useradd --uid 10001 --gid 10001 --home-dir /var/lib/postern --shell /usr/sbin/nologin postern \
    && install -d -o postern -g postern -m 0750 /var/lib/postern
WORKDIR /opt/postern
# What changes least comes first, so that an upgrade pulls little.
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/spring-boot-loader/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
COPY --chmod=0755 bin/in-container /usr/local/bin/postern

USER 10001:10001
VOLUME /var/lib/postern
EXPOSE 8443 9443
# All addresses: what may reach them is decided by what publishes the ports.
ENV POSTERN_DATA_DIR=/var/lib/postern SERVER_ADDRESS=0.0.0.0
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
    CMD ["curl", "--silent", "--fail", "--insecure", "--output", "/dev/null", "https://127.0.0.1:9443/livez"]
ENTRYPOINT ["/usr/local/bin/postern"]
