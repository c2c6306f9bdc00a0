# Reservation Worker as a container image.
#
#   docker build -t reservation-worker .                        the image (HotSpot)
#   docker build -t reservation-worker --target fast-start .    the same with an AOT cache: a quarter less CPU in a burst
#   docker build -t reservation-worker --target openj9 .        on Open Liberty's own image (OpenJ9), the base for InstantOn
#
# deploy/image/build.sh builds and tries it where no registry can be reached. docs/adr/0012 says why it is made so.

# Base images: build arguments, for a mirror's name in front or a digest behind (the workflow `image` resolves all of them to
# digests before it builds). Open Liberty's tag without a version is its latest release with the operating system's and Java's
# fixes of the last two weeks; of versions, the registry keeps the last three quarterly ones. Tests run on the version of
# pom.xml.
ARG MAVEN_IMAGE=docker.io/library/maven:3.9-eclipse-temurin-25
ARG LIBERTY_IMAGE=icr.io/appcafe/open-liberty:kernel-slim-java21-openj9-ubi-minimal
ARG JDK_IMAGE=docker.io/library/eclipse-temurin:25-jdk
ARG OS_IMAGE=docker.io/library/debian:13-slim


# --- The application. Tests are CI's business; Liberty comes from its own image, so nothing of it is downloaded here.
FROM ${MAVEN_IMAGE} AS build
# More for Maven: settings with a mirror, a proxy, --offline with a mounted repository.
ARG MAVEN_OPTIONS=""
WORKDIR /work
COPY .mvn .mvn
COPY mvnw pom.xml ./
# Libraries and plugins hang on the POM alone: a change of the code downloads nothing, and leaves the layer of libraries alone.
RUN ./mvnw -B -ntp -q ${MAVEN_OPTIONS} dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=/work/lib \
 && ./mvnw -B -ntp -q ${MAVEN_OPTIONS} dependency:resolve-plugins dependency:resolve -DincludeScope=test
COPY src src
RUN ./mvnw -B -ntp -q ${MAVEN_OPTIONS} package -Dmaven.test.skip=true -Djacoco.skip=true -Dspotless.check.skip=true
# Unpacked, so that no pod does it at its start. The libraries lie beside the application, as server.xml has it.
RUN mkdir app && cd app && jar -xf ../target/reservation-worker.war


# --- The features of server.xml, put into Open Liberty by its own means.
FROM ${LIBERTY_IMAGE} AS features
COPY --chown=1001:0 src/main/liberty/config/ /config/
RUN features.sh


# --- With the fixes between two releases, which lie in the image. Its configure.sh puts them in too, and says that this is done
# --- once: the target openj9, which runs it, begins with the stage before.
FROM features AS liberty
RUN find /opt/ol/fixes -type f -name '*.jar' -print0 | sort -z | xargs -0 -n 1 -r -I {} java -jar {} --installLocation /opt/ol/wlp


# --- A Java runtime of the modules that Liberty, the worker and whoever looks into it (jcmd, JFR) use.
FROM ${JDK_IMAGE} AS java
COPY deploy/image/java-modules /tmp/java-modules
RUN jlink --add-modules "$(grep -v '^#' /tmp/java-modules | paste -sd, -)" \
      --no-header-files --no-man-pages --output /opt/runtime
# The JVM's archive of its own classes, for the object headers of deploy/image/jvm.options.
RUN /opt/runtime/bin/java -XX:+UseCompactObjectHeaders -Xshare:dump -Xlog:disable -Xlog:all=error


# --- What every image on HotSpot has.
FROM ${OS_IMAGE} AS base
LABEL org.opencontainers.image.title="Reservation Worker" \
      org.opencontainers.image.description="Settles the reservation events of a ticket sale: SQS in, inventory and reservation API out." \
      org.opencontainers.image.licenses="MIT AND EPL-2.0" \
      org.opencontainers.image.source="https://github.com/traffic-tacos/reservation-worker" \
      org.opencontainers.image.base.name="docker.io/library/debian:13-slim"
RUN useradd --uid 1001 --gid 0 --no-create-home --home-dir /output --shell /usr/sbin/nologin worker \
 && mkdir -p /output /logs \
 && chown 1001:0 /output /logs \
 && chmod 0770 /output /logs
# From what changes least to what changes most.
COPY --from=java /opt/runtime /opt/java
COPY --from=liberty --chown=0:0 /opt/ol/wlp/bin /opt/ol/wlp/bin
COPY --from=liberty --chown=0:0 /opt/ol/wlp/dev /opt/ol/wlp/dev
COPY --from=liberty --chown=0:0 /opt/ol/wlp/lib /opt/ol/wlp/lib
COPY LICENSE /licenses/reservation-worker/
COPY --from=liberty --chown=0:0 /opt/ol/wlp/LICENSE /licenses/open-liberty/
COPY --chmod=0755 deploy/image/health.sh /usr/local/bin/health
COPY --from=build /work/lib /opt/ol/wlp/usr/servers/defaultServer/lib
COPY src/main/liberty/config/ /opt/ol/wlp/usr/servers/defaultServer/
COPY deploy/image/jvm.options /opt/ol/wlp/usr/servers/defaultServer/configDropins/overrides/jvm.options
COPY --from=build /work/app /opt/ol/wlp/usr/servers/defaultServer/apps/reservation-worker.war
# WLP_OUTPUT_DIR, LOG_DIR, /tmp: the only paths that are written to; everything else may be read-only.
# An empty WLP_LOGGING_MESSAGE_SOURCE: standard output is the only log.
# Liberty's agent serves its own monitoring of servlets and thread pools, and makes the JVM refuse archived classes. The server's
# script looks for WLP_SKIP_BOOTSTRAP_AGENT before it reads server.env.
ENV JAVA_HOME=/opt/java \
    WLP_OUTPUT_DIR=/output \
    LOG_DIR=/logs \
    WLP_LOGGING_MESSAGE_SOURCE= \
    WLP_SKIP_BOOTSTRAP_AGENT=1
WORKDIR /output
USER 1001:0


# --- A first start leaves what the server works out about its features and bundles, the same at every start, and its classes
# --- as the JVM has parsed them.
FROM base AS first-start
USER 0:0
COPY --chmod=0755 deploy/image/first-start.sh deploy/image/first-start.env /opt/
RUN mkdir /opt/started /opt/classes && chown 1001:0 /opt/started /opt/classes
USER 1001:0
RUN /opt/first-start.sh /opt/started /opt/classes/worker.jsa


FROM base AS runtime
COPY --from=first-start --chown=0:0 /opt/started /opt/ol/started
COPY --chmod=0755 deploy/image/start.sh /usr/local/bin/start
EXPOSE 8040 8041
STOPSIGNAL SIGTERM
# Alive, not ready: a worker whose queue cannot be reached is not made better by a restart.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 CMD ["/usr/local/bin/health", "/health/live"]
ENTRYPOINT ["/usr/local/bin/start"]
CMD ["run", "defaultServer"]


# --- The stand-in world that the training run settles events in; also what deploy/image/build.sh tries the image with.
FROM build AS world
RUN ./mvnw -B -ntp -q ${MAVEN_OPTIONS} test-compile dependency:copy-dependencies -DincludeScope=test \
      -DoutputDirectory=/world/lib -Djacoco.skip=true -Dspotless.check.skip=true \
 && cp -r target/test-classes target/classes /world/


# --- A worker settles a burst of events and leaves an AOT cache: classes parsed, linked and profiled.
FROM runtime AS training
USER 0:0
COPY --from=java /opt/java/openjdk /opt/jdk
COPY --from=world /world /opt/world
COPY --chmod=0755 deploy/image/train.sh /opt/train.sh
RUN mkdir /opt/aot && chown 1001:0 /opt/aot
USER 1001:0
RUN /opt/train.sh /opt/aot/worker.aot


# --- The image with the AOT cache. An unusable cache costs a warning and the slower start, never the start.
FROM runtime AS fast-start
COPY --from=training --chown=0:0 --chmod=0644 /opt/aot/worker.aot /opt/aot/worker.aot
COPY deploy/image/fast-start.options /opt/ol/wlp/usr/servers/defaultServer/configDropins/defaults/jvm.options
# In the metric worker_build_info and on the image, behind every layer that does not change with it.
ARG VERSION
ARG REVISION
LABEL org.opencontainers.image.version="${VERSION:-unversioned}" org.opencontainers.image.revision="${REVISION:-unknown}"
ENV WORKER_BUILD_VERSION="${VERSION:-unversioned}"


# --- Open Liberty's own image as its documentation has it, on OpenJ9 with its shared class cache.
FROM features AS openj9
COPY --from=build --chown=1001:0 /work/lib /config/lib
COPY --from=build --chown=1001:0 /work/app /config/apps/reservation-worker.war
COPY --chmod=0755 deploy/image/health.sh /usr/local/bin/health
COPY --chmod=0755 deploy/image/first-start.env /opt/first-start.env
# The image's start script makes a key store configuration unless there is one, which a read-only root would not let it.
# configure.sh starts the server, twice, to fill the class cache: with settings, or the worker ends with 78.
RUN mkdir -p /config/configDropins/defaults \
 && echo '<server/>' > /config/configDropins/defaults/keystore.xml \
 && set -a && . /opt/first-start.env && set +a \
 && WARM_ENDPOINT_URL=localhost:8040/health/live WARM_OPENAPI_ENDPOINT=false configure.sh
ENV WLP_LOGGING_MESSAGE_SOURCE=
EXPOSE 8040 8041
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 CMD ["/usr/local/bin/health", "/health/live"]
ARG VERSION
ARG REVISION
LABEL org.opencontainers.image.version="${VERSION:-unversioned}" org.opencontainers.image.revision="${REVISION:-unknown}"
ENV WORKER_BUILD_VERSION="${VERSION:-unversioned}"


# --- Built when no target is named. An archive that does not fit costs the slower start, never the start.
FROM runtime AS worker
COPY --from=first-start --chown=0:0 --chmod=0644 /opt/classes/worker.jsa /opt/classes/worker.jsa
COPY deploy/image/worker.options /opt/ol/wlp/usr/servers/defaultServer/configDropins/defaults/jvm.options
# In the metric worker_build_info and on the image, behind every layer that does not change with it.
ARG VERSION
ARG REVISION
LABEL org.opencontainers.image.version="${VERSION:-unversioned}" org.opencontainers.image.revision="${REVISION:-unknown}"
ENV WORKER_BUILD_VERSION="${VERSION:-unversioned}"
