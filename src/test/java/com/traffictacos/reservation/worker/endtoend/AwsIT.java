package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * {@code deploy/check/aws.sh}: the stack, the events and the queue by AWS's own command line and an SQS that is not this
 * project's, the worker as it is packaged. Skipped, and says so, where there is no python3.
 */
@Execution(ExecutionMode.CONCURRENT)
class AwsIT {

    @Test
    void settlesWhatComesThroughEventBridgeAndTheScheduler() {
        String text = CheckScript.run(
                "aws",
                Map.of(
                        // Surefire starts its JVM on a jar that only points at the class path.
                        "TEST_CLASSPATH",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", "")),
                        "JAVA_HOME",
                        System.getProperty("java.home", ""),
                        "LIBERTY_HOME",
                        System.getProperty("liberty.home", "target/liberty/wlp"),
                        "LIBERTY_SERVER",
                        System.getProperty("liberty.server", "reservation-worker"),
                        "WORKER_JVM_ARGS",
                        System.getProperty("worker.jvm.args", "")));

        assertThat(text).contains("the queue is empty again: 0 lost");
    }
}
