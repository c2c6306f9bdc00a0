package com.traffictacos.reservation.worker.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.junit.jupiter.api.Test;

class HandlingTimeConfigSourceTest {

    /** One that is missing would have the defaults of Fault Tolerance: a second, and other retries. */
    @Test
    void hasTheTimesOfEveryHandler() {
        JavaClasses classes = new ClassFileImporter().importPackages("com.traffictacos.reservation.worker.handler");
        List<String> retried = classes.stream()
                .filter(type -> type.getMethods().stream().anyMatch(method -> method.isAnnotatedWith(Retry.class)))
                .map(JavaClass::getName)
                .toList();

        assertThat(retried).hasSizeGreaterThanOrEqualTo(3);
        assertThat(new HandlingTimeConfigSource().getPropertyNames())
                .containsAll(retried.stream()
                        .map(name -> name + "/handle/Retry/maxRetries")
                        .toList());
    }
}
