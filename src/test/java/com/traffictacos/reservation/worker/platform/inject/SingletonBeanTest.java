package com.traffictacos.reservation.worker.platform.inject;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.inject.Stereotype;
import jakarta.inject.Singleton;
import org.junit.jupiter.api.Test;

class SingletonBeanTest {

    /** Without the scope each injection point would get an instance of its own. */
    @Test
    void isAStereotypeWithOneInstance() {
        assertThat(SingletonBean.class).hasAnnotations(Stereotype.class, Singleton.class);
    }
}
