package com.traffictacos.reservation.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.Trigger;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Set;
import java.util.Timer;
import java.util.stream.Stream;

/** The arrows of {@code docs/architecture.md}: which package may use which, and which alone may use a library. */
@AnalyzeClasses(packages = "com.traffictacos.reservation.worker", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "com.traffictacos.reservation.worker.";

    private static final Set<String> REPEATING = Set.of("scheduleWithFixedDelay", "scheduleAtFixedRate");

    @ArchTest
    static final ArchRule topLevelFoldersFormNoCycle =
            slices().matching(ROOT + "(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching(ROOT + "(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule thereAreSixTopLevelFolders = classes()
            .should()
            .resideInAnyPackage(Stream.of("event", "handler", "pipeline", "adapter", "operations", "platform")
                    .map(folder -> ROOT + folder + "..")
                    .toArray(String[]::new));

    @ArchTest
    static final ArchRule platformUsesNoOtherFolder = mayUse("platform");

    @ArchTest
    static final ArchRule eventUsesNoOtherFolder = mayUse("event");

    @ArchTest
    static final ArchRule eventUsesNoLibrary = classes()
            .that()
            .resideInAPackage(ROOT + "event..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(ROOT + "event..", "java..", "org.jspecify..");

    /** Bounds of depth and length are checked there. */
    @ArchTest
    static final ArchRule jsonIsReadInOnePlace = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "platform.json")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("jakarta.json.JsonReader");

    @ArchTest
    static final ArchRule handlersUseEventsAndSettings = mayUse("handler", "event", "platform");

    @ArchTest
    static final ArchRule thePipelineUsesNoAdapter = mayUse("pipeline", "handler", "event", "platform");

    /** The ports that adapters implement for operators are in {@code operations}. */
    @ArchTest
    static final ArchRule adaptersImplementPorts = mayUse(
            "adapter",
            "operations.deadletter",
            "operations.fleet",
            "operations.queuecheck",
            "operations.reservation",
            "pipeline",
            "handler",
            "event",
            "platform");

    @ArchTest
    static final ArchRule operationsUseNoAdapter = mayUse("operations", "pipeline", "handler", "event", "platform");

    /** No circuit, no limit and no metric of events knows of them. */
    @ArchTest
    static final ArchRule operatorsReadReservationsWithoutAGuardedCall = noClasses()
            .that()
            .resideInAPackage(ROOT + "operations.reservation")
            .or()
            .haveFullyQualifiedName(ROOT + "adapter.reservationapi.RestReservationLookup")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + "pipeline.dependency..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName(ROOT + "handler.CallObserver");

    /** {@code @Singleton} alone is not bean-defining: CDI would not find the class. */
    @ArchTest
    static final ArchRule beansHaveABeanDefiningAnnotation =
            noClasses().that().areNotAnnotations().should().beAnnotatedWith(Singleton.class);

    @ArchTest
    static final ArchRule deliveryUsesNoStage = mayUse("pipeline.delivery", "handler", "event", "platform");

    @ArchTest
    static final ArchRule inFlightUsesDeliveryAndPermitAlone =
            mayUse("pipeline.inflight", "pipeline.permit", "pipeline.delivery", "handler", "event", "platform");

    @ArchTest
    static final ArchRule settleUsesNoEarlierStage =
            mayUse("pipeline.settle", "pipeline.permit", "pipeline.delivery", "pipeline.inflight", "event", "platform");

    @ArchTest
    static final ArchRule processUsesNoOtherStage =
            mayUse("pipeline.process", "pipeline.delivery", "pipeline.dependency", "handler", "event", "platform");

    @ArchTest
    static final ArchRule theAwsSdkStaysInItsAdapters =
            library("software.amazon.awssdk..", "adapter.aws", "adapter.sqs", "adapter.secretsmanager");

    @ArchTest
    static final ArchRule grpcStaysInItsAdapters = library("io.grpc..", "adapter.inventory", "operations.admin.grpc..");

    @ArchTest
    static final ArchRule protobufStaysInItsAdapters =
            library("com.google.protobuf..", "adapter.inventory", "operations.admin.grpc");

    @ArchTest
    static final ArchRule stubsStayInTheirAdapters = library(
            "com.traffic_tacos..", "adapter.inventory", "operations.admin.grpc", "operations.admin.grpc.access");

    @ArchTest
    static final ArchRule theRestClientStaysInItsAdapter =
            library("org.eclipse.microprofile.rest.client..", "adapter.reservationapi");

    @ArchTest
    static final ArchRule theHttpLibraryStaysInItsAdapters =
            library("org.apache.hc..", "adapter.aws", "adapter.reservationapi", "platform.network");

    @ArchTest
    static final ArchRule metricsStayInTelemetry =
            library("io.prometheus..", "operations.telemetry", "operations.telemetry.otlp");

    /** Threads are the container's: it propagates context to them, names them and stops them. */
    @ArchTest
    static final ArchRule threadsAreTheContainers = noClasses()
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

    /** A scheduler silently cancels a repeated task at its first exception; {@code WorkerExecutors.repeat} goes on. */
    @ArchTest
    static final ArchRule repeatedTasksSurviveTheirFailures = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ROOT + "platform.concurrent.WorkerExecutors")
            .should()
            .callMethodWhere(DescribedPredicate.describe(
                    "repeats a task, on whichever scheduler",
                    call -> REPEATING.contains(call.getTarget().getName())
                            || (call.getTargetOwner().isAssignableTo(ManagedScheduledExecutorService.class)
                                    && call.getTarget().getRawParameterTypes().stream()
                                            .anyMatch(type -> type.isAssignableTo(Trigger.class)))))
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Timer.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.ejb..");

    @ArchTest
    static final ArchRule onlyTheSettlerSettles = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ROOT + "pipeline.settle.Settler")
            .should()
            .callMethod(ROOT + "pipeline.delivery.MessageQueue", "delete", "java.util.List")
            .orShould()
            .callMethod(ROOT + "pipeline.delivery.MessageQueue", "sendToDeadLetterQueue", "java.util.List");

    @ArchTest
    static final ArchRule onlyTheMoverRemovesDeadLetters = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ROOT + "operations.deadletter.job.DeadLetterMover")
            .should()
            .callMethod(ROOT + "operations.deadletter.DeadLetterQueue", "delete", "java.util.List")
            .orShould()
            .callMethod(ROOT + "operations.deadletter.DeadLetterQueue", "sendBack", "java.util.List");

    @ArchTest
    static final ArchRule everyPackageTellsItsRole = classes()
            .that()
            .resideInAPackage(ROOT + "*..")
            .should(new ArchCondition<>("live in a package with a package-info") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    boolean described = type.getPackage().tryGetPackageInfo().isPresent();
                    events.add(
                            new SimpleConditionEvent(type, described, type.getPackageName() + " has no package-info"));
                }
            });

    /** The folder and everything below it may use itself, and the others with everything below them. */
    private static ArchRule mayUse(String folder, String... others) {
        String[] allowed = Stream.concat(Stream.of(folder), Arrays.stream(others))
                .map(other -> ROOT + other)
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(ROOT + folder + "..")
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "live in this project outside " + String.join(", ", allowed),
                        type -> type.getPackageName().startsWith(ROOT)
                                && Arrays.stream(allowed)
                                        .noneMatch(folderOf -> isIn(type.getPackageName(), folderOf))));
    }

    private static boolean isIn(String packageName, String folder) {
        return packageName.equals(folder) || packageName.startsWith(folder + ".");
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
