package com.traffictacos.reservation.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.stream.Stream;

/** Holds the house in order: who may know whom, and who alone may know a library. */
@AnalyzeClasses(packages = "com.traffictacos.reservation.worker", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "com.traffictacos.reservation.worker.";

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching(ROOT + "(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule eventKnowsTheJdkAlone = mayKnow("event");

    @ArchTest
    static final ArchRule eventUsesNoLibrary = classes()
            .that()
            .resideInAPackage(ROOT + "event")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(ROOT + "event", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule jsonKnowsNobody = mayKnow("json");

    @ArchTest
    static final ArchRule jsonIsReadInOnePlace = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "json")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("jakarta.json.JsonReader");

    @ArchTest
    static final ArchRule logKnowsNobody = mayKnow("log");

    @ArchTest
    static final ArchRule networkKnowsNobody = mayKnow("network");

    @ArchTest
    static final ArchRule handlingKnowsEvents = mayKnow("handling", "event");

    @ArchTest
    static final ArchRule configKnowsTheDomain = mayKnow("config", "event", "handling");

    @ArchTest
    static final ArchRule dependencyKnowsCallsAndEvents = mayKnow("dependency", "handling", "event", "config");

    @ArchTest
    static final ArchRule workerKnowsNoAdapter = mayKnow("worker", "dependency", "event", "handling", "config", "log");

    @ArchTest
    static final ArchRule sqsKnowsItsPort =
            mayKnow("sqs", "worker", "deadletter", "audit", "event", "config", "json", "network", "log");

    @ArchTest
    static final ArchRule auditKnowsTheSettings = mayKnow("audit", "worker", "config", "log");

    @ArchTest
    static final ArchRule secretKnowsTheSettings = mayKnow("secret", "config", "json", "network", "log");

    @ArchTest
    static final ArchRule inventoryKnowsItsPort =
            mayKnow("inventory", "dependency", "handling", "event", "config", "network", "log");

    @ArchTest
    static final ArchRule reservationKnowsItsPort =
            mayKnow("reservation", "dependency", "handling", "event", "config", "json", "network", "log");

    @ArchTest
    static final ArchRule telemetryKnowsTheWorker =
            mayKnow("telemetry", "dependency", "worker", "handling", "event", "config", "log");

    @ArchTest
    static final ArchRule healthKnowsTheWorker = mayKnow("health", "dependency", "worker", "event", "config");

    @ArchTest
    static final ArchRule operatorKnowsTheWorker =
            mayKnow("operator", "dependency", "worker", "event", "config", "log");

    @ArchTest
    static final ArchRule deadLettersKnowNoAdapter = mayKnow("deadletter", "worker", "event", "operator", "log");

    @ArchTest
    static final ArchRule debugKnowsWhatItShows = mayKnow(
            "debug",
            "dependency",
            "worker",
            "handling",
            "event",
            "deadletter",
            "operator",
            "health",
            "telemetry",
            "config",
            "log");

    @ArchTest
    static final ArchRule adminKnowsWhatItShows = mayKnow(
            "admin", "dependency", "worker", "event", "deadletter", "operator", "telemetry", "config", "json", "log");

    @ArchTest
    static final ArchRule consoleKnowsTheDoorBesideIt = mayKnow("console", "admin", "config");

    @ArchTest
    static final ArchRule theAwsSdkStaysInItsAdapters = library("software.amazon.awssdk..", "sqs", "secret", "network");

    @ArchTest
    static final ArchRule grpcStaysInItsAdapter = library("io.grpc..", "inventory", "debug");

    @ArchTest
    static final ArchRule protobufStaysInItsAdapter = library("com.google.protobuf..", "inventory", "debug");

    @ArchTest
    static final ArchRule stubsStayInTheirAdapter = library("com.traffic_tacos..", "inventory", "debug");

    @ArchTest
    static final ArchRule theRestClientStaysInItsAdapter =
            library("org.eclipse.microprofile.rest.client..", "reservation");

    @ArchTest
    static final ArchRule theHttpLibraryStaysInItsAdapter = library("org.apache.hc..", "reservation", "network");

    @ArchTest
    static final ArchRule metricsStayInTelemetry = library("io.prometheus..", "telemetry");

    /** Threads are the container's: it propagates context to them, names them and stops them. */
    @ArchTest
    static final ArchRule nobodyMakesThreads = noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Thread.Builder.class)
            .orShould()
            .callConstructor(Thread.class)
            .orShould()
            .callConstructor(Thread.class, Runnable.class)
            .orShould()
            .callConstructor(Thread.class, Runnable.class, String.class)
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.concurrent.Executors")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.concurrent.ThreadPoolExecutor");

    @ArchTest
    static final ArchRule onlyTheSettlerSettles = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ROOT + "worker.Settler")
            .should()
            .callMethod(ROOT + "worker.MessageQueue", "delete", "java.util.List")
            .orShould()
            .callMethod(ROOT + "worker.MessageQueue", "sendToDeadLetterQueue", "java.util.List");

    @ArchTest
    static final ArchRule onlyTheMoverTakesLettersOut = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ROOT + "deadletter.Mover")
            .should()
            .callMethod(ROOT + "deadletter.DeadLetterQueue", "delete", "java.util.List")
            .orShould()
            .callMethod(ROOT + "deadletter.DeadLetterQueue", "sendBack", "java.util.List");

    @ArchTest
    static final ArchRule everyPackageTellsItsRole = classes()
            .that()
            .resideInAPackage(ROOT + "*")
            .should(new ArchCondition<>("live in a package with a package-info") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    boolean told = type.getPackage().tryGetPackageInfo().isPresent();
                    events.add(new SimpleConditionEvent(type, told, type.getPackageName() + " has no package-info"));
                }
            });

    private static ArchRule mayKnow(String name, String... others) {
        String[] allowed = Stream.concat(Stream.of(name), Arrays.stream(others))
                .map(other -> ROOT + other)
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(ROOT + name)
                .should()
                .dependOnClassesThat(com.tngtech.archunit.base.DescribedPredicate.describe(
                        "live in this project outside " + String.join(", ", allowed),
                        type -> type.getPackageName().startsWith(ROOT)
                                && Arrays.stream(allowed).noneMatch(type.getPackageName()::equals)));
    }

    private static ArchRule library(String library, String... homes) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(
                        Arrays.stream(homes).map(home -> ROOT + home).toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }
}
